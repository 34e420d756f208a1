using System.Text;

namespace Countersign.Tests.Secrecy;

/// <summary>What a server leaves behind.</summary>
internal static class Traces
{
    /// <summary>The log, what was heard on the way to a client, and the database with what is not in its main file yet.</summary>
    public static List<(string Name, byte[] Content)> Of(TestServer server, Eavesdropper ear)
    {
        List<(string, byte[])> places = [("log", Encoding.UTF8.GetBytes(server.Log.Text)), ("addresses and headers", Encoding.UTF8.GetBytes(ear.Heard))];
        foreach (var path in new[] { server.DatabasePath, server.DatabasePath + "-wal" }.Where(File.Exists))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            places.Add((Path.GetFileName(path), content));
        }

        Assert.True(places.Count >= 3);
        return places;
    }
}
