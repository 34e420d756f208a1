using System.Collections.Concurrent;

namespace Countersign.Tests.UnderFire;

/// <summary>What a caller waits for at the database, round trip by round trip: for tests that say two ways cost the same.</summary>
internal static class SqlTrace
{
    private static readonly AsyncLocal<ConcurrentQueue<string>?> Heard = new();

    /// <summary>What something does to which tables, a line for each round trip; what is written behind it is not in it.</summary>
    public static async Task<IReadOnlyList<string>> Of(TestServer server, Func<Task> act)
    {
        var heard = new ConcurrentQueue<string>();
        server.Database.Watch = sql => Heard.Value?.Enqueue(string.Join(", ", sql.Split("; ").Select(Gist)));
        Heard.Value = heard;
        try
        {
            await act();
        }
        finally
        {
            Heard.Value = null;
        }

        Assert.NotEmpty(heard);
        return [.. heard];
    }

    private static string Gist(string statement)
    {
        var words = statement.Split([' ', '\n', '(', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var at = Array.FindIndex(words, word => word is "FROM" or "INTO" or "UPDATE");
        return at < 0 ? words[0] : $"{words[0]} {words[at + 1]}";
    }
}
