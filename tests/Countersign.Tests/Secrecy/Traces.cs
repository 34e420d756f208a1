using System.Text;
using System.Text.Json;
using Countersign.Tests.Observing;

namespace Countersign.Tests.Secrecy;

/// <summary>What a server leaves behind.</summary>
internal static class Traces
{
    /// <summary>The log in both forms, metrics, spans, what was heard on the way to a client, and the database with what is not in its main file yet.</summary>
    public static async Task<List<(string Name, byte[] Content)>> Of(WatchedServer server, Eavesdropper ear)
    {
        List<(string, byte[])> places =
        [
            ("log", Encoding.UTF8.GetBytes(server.Log.Text)),
            ("log in JSON", Encoding.UTF8.GetBytes(string.Join('\n', server.Log.Json.Select(Read)))),
            ("metrics", Encoding.UTF8.GetBytes(await server.Metrics())),
            ("spans", Encoding.UTF8.GetBytes(server.SpanText)),
            ("addresses and headers", Encoding.UTF8.GetBytes(ear.Heard)),
        ];
        foreach (var path in new[] { server.DatabasePath, server.DatabasePath + "-wal" }.Where(File.Exists))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            places.Add((Path.GetFileName(path), content));
        }

        Assert.True(places.Count >= 6);
        Assert.All(places, place => Assert.NotEmpty(place.Item2));
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
