using System.Globalization;
using Countersign.Console.Frame;
using Countersign.Mfa.Tokens;

namespace Countersign.Console.Tokens;

/// <summary>Tokens on their way out of the inventory.</summary>
internal static class ExportForms
{
    public static void Map(WebApplication app)
    {
        app.MapPage("/tokens/export", Show);
        app.MapForm("/tokens/export", Export);
    }

    private static async Task<IResult> Show(Visit visit)
    {
        await visit.SignedIn();
        return visit.Page<ExportPage>(new { Total = (await visit.Run(new ListTokens.Request(MaxItems: 1))).Total });
    }

    private static async Task<IResult> Export(Visit visit)
    {
        await visit.SignedIn();
        try
        {
            var (format, passphrase) = (visit.Form.Value("Format"), visit.Form.Value("Passphrase"));
            if (TokenExportFormat.Of(format) is { IsEncrypted: true } && passphrase != visit.Form.Value("Repeated"))
                throw FormErrors.PassphrasesDiffer("Repeated");
            var done = await visit.Run(new ExportTokens.Request(format, Password.TryParse(passphrase), visit.Form.Has("LeaveOut", "yes")));
            return new Download(done.Content, $"tokens-{visit.Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{done.Content.Extension}");
        }
        catch (ApiError refusal) when (refusal.Status is not StatusCodes.Status401Unauthorized)
        {
            visit.Form.Refuse(refusal, null, "Passphrase", "Repeated");
            return await Show(visit);
        }
    }

    /// <summary>A file for the browser to save; when it breaks off, so does the connection, so that half a file is none.</summary>
    private sealed class Download(TokenExport content, string fileName) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/octet-stream";
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
            await content.WriteTo(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
