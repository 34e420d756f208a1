namespace Countersign.Observing;

/// <summary>The door for whatever watches over the process. It is anonymous, runs no operation and leaves nothing in the audit log.</summary>
internal static class HealthDoor
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>The path under which health is told.</summary>
    public const string Path = "/healthz";

    public static void Map(WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.MapMethods(Path + "/live", Reading, http => Answer(http, null)).DisableHttpMetrics();
        app.MapMethods(Path + "/ready", Reading, async http => await Answer(http, await readiness.Problem())).DisableHttpMetrics();
        app.MapMethods(Path, Reading, async http => await Answer(http, await readiness.Problem())).DisableHttpMetrics();
    }

    private static Task Answer(HttpContext http, string? problem)
    {
        http.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var text = problem is null ? """{"status":"ok"}""" : $$"""{"status":"unavailable","reason":"{{problem}}"}""";
        http.Response.ContentLength = text.Length;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
