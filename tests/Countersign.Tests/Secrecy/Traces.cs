using System.Text;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.Secrecy;

/// <summary>What a server leaves behind.</summary>
internal static class Traces
{
    /// <summary>The log, what was heard on the way to a client, and the database.</summary>
    public static async Task<List<(string Name, byte[] Content)>> Of(TestServer server, Eavesdropper ear) =>
    [
        ("log", Encoding.UTF8.GetBytes(server.Log.Text)),
        ("addresses and headers", Encoding.UTF8.GetBytes(ear.Heard)),
        .. await OfDatabase(server),
    ];

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
}
