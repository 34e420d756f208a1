using System.Security.Cryptography;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Bench;

/// <summary>A fresh data folder, with everything of the server but its doors.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-bench-");
    private readonly ServiceProvider _services;

    public DataFolder()
    {
#pragma warning disable RS0030 // the program's own clock: this is its Program.cs
        var clock = TimeProvider.System;
#pragma warning restore RS0030
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data"] = _folder.FullName }).Build();
        _services = Server.Offline(Settings.Read(configuration), clock);
        var first = Bootstrap.Run(Database, _services.GetRequiredService<PasswordHasher>(), "http://localhost:8700", clock.GetUtcNow());
        AccountId = first.GetAwaiter().GetResult()!.AccountId;
    }

    public string AccountId { get; }

    public Database Database => _services.GetRequiredService<Database>();

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs an operation as somebody with a shell on the server.</summary>
    public Task<T> Run<T>(IRequest<T> request) => _services.GetRequiredService<Pipeline>().Run(
        new Cli.OperatorProof(), request, new CallFacts(UniqueId.OfRequest(), "127.0.0.1", SecureTransport: true) { UserAgent = "bench" });

    /// <summary>Fills the table of devices with tokens that have no real seed: the least that storing so many can cost.</summary>
    public void Fill(int count)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(DatabaseFile.Name)}");
        connection.Open();
        using (var pragma = connection.CreateCommand())
        {
            pragma.CommandText = "PRAGMA synchronous = FULL";
            pragma.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = """
            INSERT INTO mfa_devices (device_id, account_id, serial_number, name, kind, parameters, secret_sealed, created_at)
            VALUES ($id, $account, $serial, $serial, 'oath', 'totp,sha1,6,30', $secret, 0)
            """;
        var id = insert.Parameters.Add("$id", SqliteType.Text);
        insert.Parameters.AddWithValue("$account", AccountId);
        var serial = insert.Parameters.Add("$serial", SqliteType.Text);
        insert.Parameters.AddWithValue("$secret", RandomNumberGenerator.GetBytes(20 + 1 + 12 + 16));
        insert.Prepare();
        for (var i = 0; i < count; i++)
        {
            id.Value = UniqueId.OfEntity("MFAD");
            serial.Value = $"GALT{i:D9}";
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _services.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
