using System.Buffers;
using System.Text.Json;
using Countersign.Query;
using Countersign.Storage;

namespace Countersign.Authorize;

/// <summary>The door for other services that ask: AuthZEN's endpoints, and who signed a request. It translates; it decides nothing.</summary>
/// <remarks>
/// Whoever asks signs (SigV4) for the service <c>countersign</c>: what was signed for IAM or for a shop is good for nothing here. Nothing
/// of a body is read before that is verified, but for its hash.
/// </remarks>
/// <seealso href="https://openid.net/specs/authorization-api-1_0.html"/>
internal sealed partial class AuthorizeDoor(
    Pipeline pipeline, SigningKeyCache keys, KnownKeys known, LastUsed lastUsed, ConsoleAddress address, ILogger<AuthorizeDoor> log)
{
    /// <summary>Where one question is asked.</summary>
    public const string Evaluation = "/access/v1/evaluation";

    /// <summary>Where a list of questions is asked.</summary>
    public const string Evaluations = "/access/v1/evaluations";

    /// <summary>Where a signature is verified; not of AuthZEN.</summary>
    public const string Signature = "/access/v1/signature";

    /// <summary>Where the endpoints are told.</summary>
    public const string Configuration = "/.well-known/authzen-configuration";

    private const string Service = "countersign";
    private const string RequestId = "X-Request-ID";
    private const int LongestRequestId = 256;

    /// <summary>The codes that say that it is not proven who asks; HTTP has a status for that.</summary>
    private static readonly string[] Unproven =
    [
        "ExpiredToken", "IncompleteSignature", "InvalidClientTokenId", "MissingAuthenticationToken", "RequestExpired", "SignatureDoesNotMatch",
    ];

    public void Map(WebApplication app)
    {
        app.MapPost(Evaluation, http => Answer<Evaluate.Response>(
            http, typeof(Evaluate.Request), EvaluationReader.One, (json, response) => AuthorizeJson.Write(json, response, asList: false)));
        app.MapPost(Evaluations, http =>
        {
            var isList = false;
            return Answer<Evaluate.Response>(
                http, typeof(Evaluate.Request),
                body =>
                {
                    (var request, isList) = EvaluationReader.Many(body);
                    return request;
                },
                (json, response) => AuthorizeJson.Write(json, response, isList));
        });
        app.MapPost(Signature, http => Answer<VerifySignature.Response>(http, typeof(VerifySignature.Request), ReceivedRequest.Read, AuthorizeJson.Write));
        app.MapGet(Configuration, http => Send(http, StatusCodes.Status200OK, Written(json => AuthorizeJson.WriteConfiguration(json, address.Url))));
    }

    private async Task Answer<TResponse>(
        HttpContext http, Type requestType, Func<JsonMember, IRequest<TResponse>> read, Action<Utf8JsonWriter, TResponse> write)
    {
        ReadOnlyMemory<byte> body = default;
        ApiError? error = null;
        try
        {
            var received = await QueryEndpoint.Read(http);
            var signed = SignedRequest.TryRead(received, [Service]);
            var facts = new CallFacts(http.TraceIdentifier, RequestFacts.SourceIp(http), http.Request.IsHttps)
            {
                UserAgent = RequestFacts.UserAgent(http),
                Referer = http.Request.Headers.Referer.FirstOrDefault(),
                Region = signed?.Scope.Region ?? Bootstrap.Region,
            };
            var response = await pipeline.Run(
                new SignatureProof(signed, keys, known, lastUsed), () => Bind(received, read), facts, requestType, http.RequestAborted);
            body = Written(json => write(json, response));
        }
        catch (ApiError refusal)
        {
            error = refusal;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // whatever it is, the caller gets JSON with the request id, and the log the rest
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(log, http.TraceIdentifier, fault);
            error = QueryErrors.ServiceFailure();
        }

        await (error is null ? Send(http, StatusCodes.Status200OK, body) : Refuse(http, error));
    }

    private static IRequest<TResponse> Bind<TResponse>(WireRequest received, Func<JsonMember, IRequest<TResponse>> read)
    {
        var type = received.Header("Content-Type");
        if (type?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) is not true)
            throw AuthorizeErrors.NotJsonType(type);
        return JsonMember.Read(received.Body, read);
    }

    private static Task Refuse(HttpContext http, ApiError refusal)
    {
        var status = Unproven.Contains(refusal.Code, StringComparer.Ordinal) ? StatusCodes.Status401Unauthorized : refusal.Status;
        if (status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = SigV4.Algorithm;
        QueryEndpoint.RetryAfter(http, refusal);
        return Send(http, status, Written(json => AuthorizeJson.Write(json, refusal, status, http.TraceIdentifier)));
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output))
            write(json);
        return output.WrittenMemory;
    }

    private static async Task Send(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        http.Response.Headers["x-amzn-RequestId"] = http.TraceIdentifier;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // The service's own id goes back to it; nothing here goes by it.
        var asked = http.Request.Headers[RequestId].ToString();
        if (asked.Length is > 0 and <= LongestRequestId && !asked.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            http.Response.Headers[RequestId] = asked;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "Request {RequestId} of another service failed")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
