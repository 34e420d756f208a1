using System.Globalization;
using Countersign.Identity;
using Countersign.Tests.UnderFire;

namespace Countersign.Tests.Identity;

/// <summary>Pages of 100,000 users cost the same, the first one and the thousandth: as many statements, none of which looks at more than its page. Bench has the times.</summary>
public sealed class ManyUsersTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Count = 100_000;

    [Fact]
    public async Task Each_is_on_one_page_also_when_others_come_and_go_and_every_page_takes_the_same_statements()
    {
        await Add();
        var first = await Statements(new ListUsers.Request());
        var seen = new List<string>();
        string? marker = null;
        do
        {
            if (seen.Count == Count / 2)
            {
                await server.AsAdmin(new DeleteUser.Request(seen[^1]));
                await Execute("""
                    INSERT INTO users (user_id, account_id, user_name, name_key, path, created_at)
                    SELECT 'AIDANEW', account_id, 'a-new-one', 'a-new-one', '/', 0 FROM accounts
                    """);
                Assert.Equal(first, await Statements(new ListUsers.Request(Marker: marker)), StringComparer.Ordinal);
            }

            var page = await server.AsAdmin(new ListUsers.Request(Marker: marker));
            seen.AddRange(page.Users.Select(user => user.UserName));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(["admin", .. Enumerable.Range(1, Count).Select(Name)], seen);
    }

    [Fact]
    [Trait("Database", "SQLite")]
    public async Task No_page_is_found_by_looking_at_all()
    {
        var sql = "";
        server.Database.Watch = text => sql = text.Contains("FROM users", StringComparison.Ordinal) && text.Contains("LIMIT", StringComparison.Ordinal) ? text : sql;
        await server.AsAdmin(new ListUsers.Request());
        server.Database.Watch = null;

        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // what the server itself sent
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (var name in new[] { "@accountId", "@after", "@pathPrefix", "@limit" })
            command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter(name, 1));
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Matches(@"^SEARCH users USING INDEX \S+ \(account_id=\? AND name_key>\?\)$", reader.GetString(3));
        Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));    // and nothing is sorted
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{Count + number}");

    private async Task<IReadOnlyList<string>> Statements(ListUsers.Request request)
    {
        await server.AsAdmin(request);    // what is remembered of the caller is remembered now
        return await SqlTrace.Of(server, () => server.AsAdmin(request));
    }

    // More than the account's quota, so not by CreateUser.
    private Task Add() => Execute($"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Count})
        INSERT INTO users (user_id, account_id, user_name, name_key, path, created_at)
        SELECT 'AIDA' || ({Count} + i), (SELECT account_id FROM accounts), 'user-' || ({Count} + i), 'user-' || ({Count} + i), '/', 0 FROM n
        """);

    private async Task Execute(string sql)
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // this class's own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
