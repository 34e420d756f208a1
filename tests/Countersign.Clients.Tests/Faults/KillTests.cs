using System.Data.Common;
using System.Globalization;
using Countersign.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Countersign.Clients.Tests.Faults;

/// <summary>kill -9 under load, again and again: what was answered is there, what was spent is spent, nothing is torn.</summary>
public sealed class KillTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-kill-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly HttpClient _console = ConsoleVisitor.NewClient();

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public Task A_server_killed_five_times_under_load_keeps_all_that_it_has_answered(string database) => KillRepeatedly(database, 5);

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    [Trait("Category", "Long")]
    public Task A_server_killed_a_hundred_times_under_load_keeps_all_that_it_has_answered(string database) => KillRepeatedly(database, 100);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _console.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task KillRepeatedly(string database, int times)
    {
        var settings = new NodeSettings(Path.Combine(_folder.FullName, "data"));
        if (database == "PostgreSQL")
            settings = settings with { Database = await (await PostgresCluster.Shared).NewDatabase() };
        var node = await NodeProcess.Start(settings);
        try
        {
            var first = NodeProcess.FirstStart(settings.Data);
            var visitor = new ConsoleVisitor(_console);
            await visitor.SignIn(node.Address, first);
            var ledger = new Ledger();
            var load = new Load(ledger, _http, first, visitor);
            var found = 0;
            for (var kill = 1; kill <= times; kill++)
            {
                var work = load.Run([node.Address], CancellationToken.None);
                await ledger.More(writes: 10 + kill * 37 % 25, codes: kill % 2);    // another moment each time
                await node.Kill();
                await work;
                await node.DisposeAsync();

                node = await NodeProcess.Start(settings);
                await using var connection = await Open(settings);
                found = await ledger.Check(connection);
                await ledger.Replay(() => Load.Now, node.Address, 2);
            }

            Assert.True(ledger.Codes >= times / 2, $"{ledger.Codes} codes in {times} rounds");
            Assert.DoesNotContain(500, ledger.Refusals.Keys);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database}: {times} kills, {ledger.Answers} writes answered, {found} facts found, {ledger.Codes} codes stay spent"));
        }
        finally
        {
            await node.DisposeAsync();
            if (settings.Database is not null)
                await (await PostgresCluster.Shared).Drop(settings.Database);
        }
    }

    private static async Task<DbConnection> Open(NodeSettings settings)
    {
        DbConnection connection = settings.Database is not null
            ? new NpgsqlConnection(settings.Database + ";Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(settings.Data, "countersign.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        if (settings.Database is null)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        return connection;
    }
}
