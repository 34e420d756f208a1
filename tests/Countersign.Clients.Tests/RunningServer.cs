using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Clients.Tests;

/// <summary>The real server on a port of its own over a fresh data folder, for clients that come over the network.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-clients-").FullName;
    private Server? _server;
    private int _names;

    /// <summary>Where browsers are told the console is; null: where it listens.</summary>
    internal string? PublicUrl { get; init; }

    internal SteppedClock Clock { get; } = new();
    internal FirstStart Admin => _server!.FirstStart!;

    /// <summary>The folder with database and master key, for commands that work beside the server.</summary>
    internal string Data => _folder;

    /// <summary>http://localhost:PORT.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What the start prints.</summary>
    public string Announcement => _server!.Announcement;

    /// <summary>A folder for the clients' own files.</summary>
    public string Scratch { get; } = Directory.CreateTempSubdirectory("countersign-scratch-").FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await Server.Start(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Data"] = _folder,
                ["Urls"] = "http://127.0.0.1:0",
                ["PublicUrl"] = PublicUrl,
            }).Build(),
            Clock, CancellationToken.None);
        Url = PublicUrl is null ? _server.ConsoleUrl : ListeningRules.Shown(_server.ListensAt);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(Scratch, recursive: true);
    }

    /// <summary>A name that no other test of this server uses.</summary>
    public string NewName(string stem) => $"{stem}-{Interlocked.Increment(ref _names)}";

    /// <summary>What an account demands of second factors.</summary>
    internal Task<Storage.MfaSettings> Demanded(string accountId) =>
        _server!.Services.GetRequiredService<Storage.Database>().Read(store => store.Accounts.MfaSettings(accountId));

    /// <summary>What the account demands of second factors, from now on.</summary>
    internal Task Demand(Storage.MfaSettings settings) => _server!.Services.GetRequiredService<Storage.Database>().Write(
        async store =>
        {
            await store.Accounts.SetMfaSettings(Admin.AccountId, settings);
            return Nothing.Value;
        },
        TestContext.Current.CancellationToken);

    /// <summary>The last refusal of an action, as the audit log has it: its code, and why.</summary>
    internal async Task<(string? Code, string? Cause)> LastRefusal(string action)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(_folder, Storage.DatabaseFile.Name)};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT record FROM audit_events WHERE action = $action AND outcome <> 'Success' ORDER BY event_seq DESC LIMIT 1";
        command.Parameters.AddWithValue("$action", action);
        using var record = System.Text.Json.JsonDocument.Parse((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        return (record.RootElement.GetProperty("errorCode").GetString(), record.RootElement.GetProperty("errorCause").GetString());
    }

    /// <summary>What the authenticator shows at the server's time, moved by some steps: by oathtool, which knows nothing of us.</summary>
    internal Task<string> CodeOf(string base32Key, int steps = 0) => Oathtool.CodeAt(base32Key, Clock.GetUtcNow() + steps * Oathtool.Step);
}
