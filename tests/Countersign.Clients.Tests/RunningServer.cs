using Microsoft.Extensions.Configuration;

namespace Countersign.Clients.Tests;

/// <summary>The real server on a port of its own over a fresh data folder, for clients that come over the network.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-clients-").FullName;
    private Server? _server;
    private int _names;

    internal SteppedClock Clock { get; } = new();
    internal FirstStart Admin => _server!.FirstStart!;

    /// <summary>The folder with database and master key, for commands that work beside the server.</summary>
    internal string Data => _folder;

    /// <summary>http://localhost:PORT.</summary>
    public string Url => _server!.ConsoleUrl;

    /// <summary>A folder for the clients' own files.</summary>
    public string Scratch { get; } = Directory.CreateTempSubdirectory("countersign-scratch-").FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await Server.Start(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data"] = _folder,
            ["Urls"] = "http://127.0.0.1:0",
        }).Build(),
        Clock, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(Scratch, recursive: true);
    }

    /// <summary>A name that no other test of this server uses.</summary>
    public string NewName(string stem) => $"{stem}-{Interlocked.Increment(ref _names)}";

    /// <summary>What the authenticator shows at the server's time, moved by some steps: by oathtool, which knows nothing of us.</summary>
    internal Task<string> CodeOf(string base32Key, int steps = 0) => Oathtool.CodeAt(base32Key, Clock.GetUtcNow() + steps * Oathtool.Step);
}
