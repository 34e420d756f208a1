using System.Buffers;
using Countersign.Otp;
using Countersign.ServiceModel;
using Countersign.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Query;

/// <summary>The API's door: reads a request of the AWS Query protocol, runs the operation, writes XML.</summary>
internal sealed partial class QueryEndpoint(
    Pipeline pipeline, Operations operations, SigningKeyCache keys, KnownKeys known, LastUsed lastUsed, Measures measures, ILogger<QueryEndpoint> log)
{
    /// <summary>The parameters that hold codes.</summary>
    private static readonly string[] Codes = ["TokenCode", "AuthenticationCode1", "AuthenticationCode2"];

    /// <summary>The longest body that is read.</summary>
    public const int BodyLimit = 1 << 20;

    /// <summary>What is set aside for a body before any of it has come, at most.</summary>
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Answers <c>POST /</c>, and <c>GET /?Action=…</c>.</summary>
    public async Task Answer(HttpContext http)
    {
        var requestId = http.TraceIdentifier;
        var output = new ArrayBufferWriter<byte>(1024);
        var status = 200;
        AwsService? service = null;
        OperationEntry? entry = null;
        Parameters? parameters = null;
        try
        {
            var request = await Read(http);
            parameters = request.Parameters;
            var signed = SignedRequest.TryRead(request);
            entry = Find(parameters, signed, out service);
            var facts = new CallFacts(requestId, RequestFacts.SourceIp(http), http.Request.IsHttps)
            {
                UserAgent = RequestFacts.UserAgent(http),
                Referer = http.Request.Headers.Referer.FirstOrDefault(),
                Region = signed?.Scope.Region ?? Bootstrap.Region,
            };
            IProof proof = AwsOperation.Find(entry.Action)!.Signed
                ? new SignatureProof(signed, keys, known, lastUsed)
                : new UnsignedProof(parameters.Find("RoleArn"));
            var response = await entry.Run(
                pipeline, proof, type => RequestBinder.Bind(type, parameters, entry.Action), facts,
                http.RequestAborted);
            ResponseWriter.Write(output, entry.Action, response, requestId);
        }
        catch (ApiError refusal)
        {
            status = refusal.Status;
            if (entry is null)
                measures.RefusedUnknown(refusal);
            else if (refusal.Code == "ValidationError" && HasMalformedCode(parameters!))
                measures.Code(Measures.AnyKind, Measures.Malformed);
            RetryAfter(http, refusal);
            ErrorWriter.Write(output, refusal, requestId, service);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // whatever it is, the caller gets XML with the request id, and the log the rest
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(log, requestId, fault);
            status = 500;
            output.Clear();
            ErrorWriter.Write(output, QueryErrors.ServiceFailure(), requestId, service);
        }

        await Send(http, status, requestId, output.WrittenMemory);
    }

    /// <summary>Answers what the framework itself refuses, so that every client gets the XML it can read.</summary>
    public static Task Refuse(HttpContext http, ApiError refusal)
    {
        var requestId = http.TraceIdentifier;
        var output = new ArrayBufferWriter<byte>(512);
        RetryAfter(http, refusal);
        ErrorWriter.Write(output, refusal, requestId);
        return Send(http, refusal.Status, requestId, output.WrittenMemory);
    }

    private static async Task Send(HttpContext http, int status, string requestId, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/xml";
        http.Response.ContentLength = body.Length;
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Tells the client when to try again, where that is known.</summary>
    internal static void RetryAfter(HttpContext http, ApiError refusal)
    {
        if (refusal.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool HasMalformedCode(Parameters parameters) =>
        Codes.Any(name => parameters.Find(name) is { } text && !OneTimeCode.TryParse(text, out _));

    private OperationEntry Find(Parameters parameters, SignedRequest? signed, out AwsService? service)
    {
        var action = parameters.Find("Action");
        var version = parameters.Find("Version");
        // The version names the API; without one the signature's scope does.
        var isSts = version is null ? signed?.Scope.Service == AwsService.Sts.Name : version == AwsService.Sts.Version;
        service = isSts ? AwsService.Sts : AwsService.Iam;
        if (string.IsNullOrEmpty(action))
            throw QueryErrors.MissingAction();
        if (signed is not null && signed.Scope.Service != service.Name)
            throw QueryErrors.WrongService(service.Name);
        return operations.Find($"{service.Name}:{action}") is { } entry && AwsOperation.Find(entry.Action) is not null
            ? entry
            : throw QueryErrors.InvalidAction(action, version ?? service.Version);
    }

    /// <summary>Reads a request whole.</summary>
    /// <exception cref="ApiError">RequestEntityTooLarge, RequestTimeout, BadRequest.</exception>
    internal static async Task<WireRequest> Read(HttpContext http)
    {
        if (http.Request.ContentLength > BodyLimit)
            throw QueryErrors.RequestEntityTooLarge(BodyLimit);

        // What is announced is not believed: memory is taken for what has come.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(http.Request.ContentLength ?? 512, FirstBuffer) + 1);
        while (true)
        {
            int count;
            try
            {
                count = await http.Request.Body.ReadAsync(body.GetMemory(1), http.RequestAborted);
            }
            catch (BadHttpRequestException bad)
            {
                throw bad.StatusCode switch
                {
                    StatusCodes.Status413PayloadTooLarge => QueryErrors.RequestEntityTooLarge(BodyLimit),
                    StatusCodes.Status408RequestTimeout => QueryErrors.RequestTimeout(),
                    _ => QueryErrors.BadRequest(),
                };
            }
            catch (IOException)    // a chunk whose size is no number that anybody could mean, or a caller who has gone
            {
                throw QueryErrors.BadRequest();
            }

            if (count == 0)
                break;
            body.Advance(count);
            if (body.WrittenCount > BodyLimit)
                throw QueryErrors.RequestEntityTooLarge(BodyLimit);
            if (body.WrittenCount == http.Request.ContentLength)
                break;    // the framework lets no more through
        }

        var headers = new List<WireHeader>(http.Request.Headers.Count);
        foreach (var (name, values) in http.Request.Headers)
        {
            foreach (var value in values)
                headers.Add(new WireHeader(name, value ?? ""));
        }

        return new WireRequest(
            http.Request.Method, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body.WrittenMemory);
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
