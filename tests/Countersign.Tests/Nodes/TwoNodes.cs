namespace Countersign.Tests.Nodes;

/// <summary>Two nodes over one PostgreSQL database, reached by one address.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly HttpClient _http = new();

    public TwoNodes()
    {
        First = new TestServer(beside: null) { More = { ["PublicUrl"] = "http://localhost:8777" } };
        Second = new TestServer(First);
    }

    internal TestServer First { get; }
    internal TestServer Second { get; }
    internal IReadOnlyList<TestServer> All => [First, Second];
    internal DateTimeOffset Now => First.Clock.GetUtcNow();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await First.InitializeAsync();
        await Second.InitializeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Second.DisposeAsync();
        await First.DisposeAsync();
    }

    /// <summary>The one after this in the round.</summary>
    internal TestServer Other(TestServer node) => node == First ? Second : First;

    /// <summary>A client at the first node.</summary>
    internal SignedClient Client(string accessKeyId, string secret, string? token = null) =>
        new(_http, Address(First), accessKeyId, secret, token);

    /// <summary>Where a node listens, past the common address.</summary>
    internal static Uri Address(TestServer node) => new(node.Server.ListensAt);
}
