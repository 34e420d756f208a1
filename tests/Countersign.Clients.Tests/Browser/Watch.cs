using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Looks over a browser's shoulder: errors in its console, requests that leave the server, pages without a strict policy.</summary>
internal sealed class Watch(string origin)
{
    /// <summary>Chromium's line for a page with status 4xx, which refused forms have; a missing file is found by its own status.</summary>
    private const string StatusLine = "Failed to load resource: the server responded with a status of";

    private readonly ConcurrentQueue<string> _complaints = new();

    public IReadOnlyCollection<string> Complaints => _complaints;

    public void Over(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith(StatusLine, StringComparison.Ordinal))
                _complaints.Enqueue($"console {message.Type}: {message.Text}");
        };
        context.WebError += (_, error) => _complaints.Enqueue($"script: {error.Error}");
        context.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !request.Url.StartsWith(origin + "/", StringComparison.Ordinal))
                _complaints.Enqueue($"request to another origin: {request.Url}");
        };
        context.RequestFailed += (_, request) =>
        {
            if (request.Failure != "net::ERR_ABORTED")    // a visitor may go on before a page is complete
                _complaints.Enqueue($"{request.Url}: {request.Failure}");
        };
        context.Response += (_, response) => Judge(response);
    }

    private void Judge(IResponse response)
    {
        if (response.Status >= 400 && response.Request.ResourceType != "document")
            _complaints.Enqueue($"{response.Url}: {response.Status}");
        if (!response.Headers.GetValueOrDefault("content-type", "").StartsWith("text/html", StringComparison.Ordinal))
            return;
        if (!response.Headers.TryGetValue("content-security-policy", out var policy))
            _complaints.Enqueue($"{response.Url}: a page without Content-Security-Policy");
        else if (policy.Contains("'unsafe-inline'", StringComparison.Ordinal) || !policy.Contains("default-src 'none'", StringComparison.Ordinal))
            _complaints.Enqueue($"{response.Url}: {policy}");
    }
}
