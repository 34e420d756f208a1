using System.Text;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;

namespace Countersign.Tests;

/// <summary>How tests fill the inventory.</summary>
internal static class Drawer
{
    public const string Header = "serial,secret,encoding,type,algorithm,digits,period";

    public static TokenFile File(params string[] lines) => Whole(string.Join('\n', [Header, .. lines]) + "\n");

    public static MemoryStream Text(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. lines]) + "\n"));

    public static TokenFile Whole(string text) => new LocalTokenFile("test.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static ImportTokens.Request Import(TokenFile file, bool skipRefused = false) => new(file, SeedFileKeys.None, skipRefused);

    /// <summary>A serial number that no other test of this server uses.</summary>
    public static string NewSerial(this TestServer server) => server.NewName("SER-0000").ToUpperInvariant();

    /// <summary>Puts a token into the inventory.</summary>
    public static async Task<Fob> Put(this TestServer server, Fob? fob = null)
    {
        fob ??= new Fob(server.NewSerial());
        await server.AsAdmin(Import(File(fob.Line)));
        return fob;
    }

    /// <summary>Assigns a token to a user with two codes of now.</summary>
    public static async Task Assign(this TestServer server, string userName, Fob fob)
    {
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new Countersign.Mfa.EnableMFADevice.Request(userName, SerialNumber.Parse(fob.Serial), fob.At(now), fob.At(now, 1)));
    }

    public static Task<TokenFacts> Token(this TestServer server, string serial) =>
        server.AsAdmin(new GetToken.Request(SerialNumber.Stored(serial)));
}
