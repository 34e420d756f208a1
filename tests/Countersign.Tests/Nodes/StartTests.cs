using Countersign.Identity;

namespace Countersign.Tests.Nodes;

/// <summary>Nodes that start.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_make_one_account_with_one_administrator_and_all_serve()
    {
        await using var first = new TestServer(beside: null);
        await using var second = new TestServer(first);
        await using var third = new TestServer(first);
        TestServer[] nodes = [first, second, third];
        foreach (var node in nodes)
            await node.ChooseDatabase();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.InitializeAsync().AsTask())));

        Assert.Single(nodes, node => node.Server.FirstStart is not null);
        await using var connection = await first.OpenDatabase();
        foreach (var (table, count) in new[] { ("accounts", 1L), ("users", 1L), ("login_profiles", 1L), ("access_keys", 1L), ("data_keys", 2L) })
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names above
            command.CommandText = "SELECT count(*) FROM " + table;
#pragma warning restore CA2100
            Assert.Equal(count, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        foreach (var node in nodes)
            Assert.Equal("admin", Assert.Single((await node.AsAdmin(new ListUsers.Request())).Users).UserName);
    }

    [Fact]
    public async Task A_node_with_another_master_key_refuses_to_start_and_names_it()
    {
        await using var first = new TestServer(beside: null);
        await first.InitializeAsync();
        await using var elsewhere = new TestServer(beside: null);
        await elsewhere.InitializeAsync();
        await using var wrong = new TestServer(first) { More = { ["MasterKeyFile"] = elsewhere.MasterKeyPath } };
        await using var missing = new TestServer(first) { More = { ["MasterKeyFile"] = elsewhere.MasterKeyPath + ".not" } };

        var refusal = await Assert.ThrowsAsync<StartupException>(() => wrong.InitializeAsync().AsTask());
        Assert.StartsWith($"The master key {elsewhere.MasterKeyPath} does not open the database", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<StartupException>(() => missing.InitializeAsync().AsTask());
        Assert.StartsWith($"The master key {elsewhere.MasterKeyPath}.not is missing", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(elsewhere.MasterKeyPath + ".not"));
        await first.AsAdmin(new ListUsers.Request());
    }

    [Fact]
    public async Task A_node_of_an_older_version_refuses_a_newer_database()
    {
        await using var first = new TestServer(beside: null);
        await first.InitializeAsync();
        await using (var connection = await first.OpenDatabase())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schemaversions (scriptname, applied) VALUES ('Countersign.Storage.Migrations.postgres.9999_future.sql', now())";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var older = new TestServer(first);
        var refusal = await Assert.ThrowsAsync<StartupException>(() => older.InitializeAsync().AsTask());
        Assert.Contains("newer Countersign (it has the step 9999_future.sql)", refusal.Message, StringComparison.Ordinal);
    }
}
