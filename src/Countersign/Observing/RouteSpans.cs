using System.Diagnostics;

namespace Countersign.Observing;

/// <summary>Says in the framework's span of a request which route it took and how it ended; of the address nothing else is told.</summary>
internal static class RouteSpans
{
    public static void Use(WebApplication app) =>
        app.Use((http, next) => Activity.Current is { Recorded: true } span ? Tell(span, http, next) : next(http));

    private static async Task Tell(Activity span, HttpContext http, RequestDelegate next)
    {
        // Methods are the program's words too: whatever is not one of these is somebody's invention.
        var method = http.Request.Method is "GET" or "HEAD" or "POST" ? http.Request.Method : "_OTHER";
        var route = "/" + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
        span.DisplayName = $"{method} {route}";
        span.SetTag("countersign.request_id", http.TraceIdentifier).SetTag("http.request.method", method).SetTag("http.route", route);
        await next(http);
        span.SetTag("http.response.status_code", http.Response.StatusCode);
    }
}
