using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Countersign.Console.Frame;

/// <summary>The only ways to register a page or a form: headers, antiforgery, refusals and failures are handled here, once.</summary>
internal static partial class Routes
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>RFC 2046 allows 70.</summary>
    private const int LongestBoundary = 70;

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>No form of the console has as many fields, or longer ones.</summary>
    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 32,
        KeyLengthLimit = 64,
        ValueLengthLimit = 16384,    // a security key that attests itself with its certificates
        BufferBodyLengthLimit = 64 * 1024,
        MultipartBodyLengthLimit = 64 * 1024,
    };

    private static readonly FormOptions Documents = new()
    {
        ValueCountLimit = Limits.ValueCountLimit,
        KeyLengthLimit = Limits.KeyLengthLimit,
        ValueLengthLimit = 128 * 1024,    // AWS's model gives a document 131,072 characters
        BufferBodyLengthLimit = Limits.BufferBodyLengthLimit,
        MultipartBodyLengthLimit = Limits.MultipartBodyLengthLimit,
    };

    /// <summary>Registers a page: it changes nothing.</summary>
    public static void MapPage(this WebApplication app, string pattern, Func<Visit, Task<IResult>> show) =>
        app.MapMethods(pattern, Reading, http => Answer(http, show));

    /// <summary>Registers what a form posts to. The handler runs only for a form that this console has written.</summary>
    /// <remarks>The framework's own check skips endpoints without its metadata, silently: so it is made here.</remarks>
    public static void MapForm(this WebApplication app, string pattern, Func<Visit, Task<IResult>> submit) => MapForm(app, pattern, Limits, submit);

    /// <summary>Registers what a form with a policy document posts to: it may be as long as the longest policy with much white space.</summary>
    public static void MapDocument(this WebApplication app, string pattern, Func<Visit, Task<IResult>> submit) => MapForm(app, pattern, Documents, submit);

    private static void MapForm(WebApplication app, string pattern, FormOptions limits, Func<Visit, Task<IResult>> submit) =>
        app.MapPost(pattern, http => Answer(http, async visit =>
        {
            http.Features.Set<IFormFeature>(new FormFeature(http.Request, limits));
            try
            {
                await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
                visit.Form.Read(await http.Request.ReadFormAsync(http.RequestAborted));
            }
            catch (Exception e) when (e is AntiforgeryValidationException or InvalidDataException or BadHttpRequestException)
            {
                await visit.SignedInOrNot();
                return visit.Page<StaleFormPage>(status: StatusCodes.Status400BadRequest);
            }

            return await submit(visit);
        }));

    /// <summary>Registers what a form with one file posts to. The handler gets the file while it comes in; nothing of it is kept here, in memory or on disk.</summary>
    /// <remarks>The antiforgery token must be the form's first field, before the file.</remarks>
    /// <param name="app">Where.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="limit">The most bytes the form may have.</param>
    /// <param name="tooLarge">What is said of a form that has more.</param>
    /// <param name="submit">Takes the file; null when the form has none.</param>
    public static void MapUpload(
        this WebApplication app, string pattern, long limit, Func<ApiError> tooLarge, Func<Visit, UploadedFile?, Task<IResult>> submit) =>
        app.MapPost(pattern, http => Answer(http, async visit =>
        {
            UploadedFile? file = null;
            try
            {
                http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = limit;
                file = await BeginUpload(http);
            }
            catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                throw tooLarge();
            }
            catch (Exception e) when (e is AntiforgeryValidationException or InvalidDataException or BadHttpRequestException or IOException)
            {
                await visit.SignedInOrNot();
                return visit.Page<StaleFormPage>(status: StatusCodes.Status400BadRequest);
            }

            return await submit(visit, file);
        }));

    /// <summary>Reads the token, has it checked, and comes to where the file begins.</summary>
    private static async Task<UploadedFile?> BeginUpload(HttpContext http)
    {
        var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            http.Features.Set<IFormFeature>(new FormFeature(http.Request, Limits));
            await antiforgery.ValidateRequestAsync(http);    // a form that has been sent as if it had no file
            return null;
        }

        var names = http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
            throw new InvalidDataException("The boundary is missing or too long.");
        var reader = new MultipartReader(boundary, http.Request.Body) { BodyLengthLimit = Limits.ValueLengthLimit };
        var token = await reader.ReadNextSectionAsync(http.RequestAborted);
        if (token?.AsFormDataSection() is not { } field || field.Name != names.FormFieldName)
            throw new InvalidDataException("The token is not the first field.");
        http.Request.Headers[names.HeaderName!] = await field.GetValueAsync(http.RequestAborted);    // so that the framework does not read the form
        await antiforgery.ValidateRequestAsync(http);
        reader.BodyLengthLimit = null;    // the server's limit for the whole form is the file's
        return (await reader.ReadNextSectionAsync(http.RequestAborted))?.AsFileSection() is { } file
            ? UploadedFile.Of(file.FileName, file.Section.Body)
            : null;
    }

    /// <summary>Runs a handler and sends its page, or the page of what went wrong.</summary>
    public static async Task Answer(HttpContext http, Func<Visit, Task<IResult>> handler)
    {
        var visit = http.RequestServices.GetRequiredService<Visit>();
        visit.Begin(http);
        Protect(http);
        try
        {
            await (await Result(visit, handler)).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the visitor has gone
        }
#pragma warning disable CA1031 // whatever it is, the visitor gets a page with the request id, and the log the rest
        catch (Exception fault) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            Failed(http.RequestServices.GetRequiredService<ILogger<Visit>>(), visit.RequestId, fault);
            await visit.Page<FailurePage>(status: StatusCodes.Status500InternalServerError).ExecuteAsync(http);
        }
    }

    private static async Task<IResult> Result(Visit visit, Func<Visit, Task<IResult>> handler)
    {
        try
        {
            return await handler(visit);
        }
        catch (ApiError refusal)
        {
            return await visit.Refused(refusal);
        }
    }

    private static void Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.Remove("Pragma");
            http.Response.Headers.Remove("blazor-enhanced-nav");    // there is no Blazor script
            return Task.CompletedTask;
        });
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
