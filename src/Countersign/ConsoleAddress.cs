namespace Countersign;

/// <summary>How browsers reach the console: as configured, else where the server listens. Never what a request claims.</summary>
internal sealed class ConsoleAddress(ServerOptions options)
{
    private string? _listening;

    /// <summary>Scheme, host and port, without a slash at the end: <c>https://iam.example.org</c>.</summary>
    public string Url => options.PublicUrl?.TrimEnd('/') ?? _listening ?? ListeningRules.Shown(options.Urls.Split(';')[0].Trim());

    /// <summary>Tells where the server listens; a port of 0 has been chosen by then.</summary>
    public void Listening(string url) => _listening = ListeningRules.Shown(url);
}
