using System.Text;
using System.Text.Json;
using Countersign.Tests.Observing;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.Secrecy;

/// <summary>What a server leaves behind.</summary>
internal static class Traces
{
    /// <summary>The log in both forms, metrics, spans, what was heard on the way to a client, and the database.</summary>
    public static async Task<List<(string Name, byte[] Content)>> Of(WatchedServer server, Eavesdropper ear)
    {
        List<(string Name, byte[] Content)> places =
        [
            ("log", Encoding.UTF8.GetBytes(server.Log.Text)),
            ("log in JSON", Encoding.UTF8.GetBytes(string.Join('\n', server.Log.Json.Select(Read)))),
            ("metrics", Encoding.UTF8.GetBytes(await server.Metrics())),
            ("spans", Encoding.UTF8.GetBytes(server.SpanText)),
            ("addresses and headers", Encoding.UTF8.GetBytes(ear.Heard)),
            .. await OfDatabase(server),
        ];
        Assert.All(places, place => Assert.NotEmpty(place.Content));
        return places;
    }

    /// <summary>The database: its rows, and where it is a file, the file with what is not in its main part yet.</summary>
    public static async Task<List<(string Name, byte[] Content)>> OfDatabase(TestServer server)
    {
        List<(string, byte[])> places = [("rows", Encoding.UTF8.GetBytes(await Contents.Of(server, [])))];
        foreach (var path in new[] { server.DatabasePath, server.DatabasePath + "-wal" }.Where(File.Exists))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content);
            places.Add((Path.GetFileName(path), content));
        }

        Assert.True(TestServer.OnPostgres || places.Count >= 2);
        return places;
    }

    /// <summary>The texts in a line of JSON, without its escapes.</summary>
    private static string Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return string.Join('\n', Texts(json.RootElement));
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name))
        : [value.ToString()];
}
