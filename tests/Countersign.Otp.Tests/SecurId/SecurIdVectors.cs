using System.Text.Json;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.Tests.SecurId;

/// <summary>
/// Tokens, files and tokencodes that stoken made, each recomputed independently (tests/vectors/securid).
/// </summary>
internal static class SecurIdVectors
{
    public static readonly JsonElement Stoken = Read("securid-stoken.json");

    public static readonly JsonElement Batch = Read("batch-hardware-like.json");

    public static readonly JsonElement OddLengths = Read("sdtid-odd-lengths.json");

    public static readonly JsonElement Overrides = Read("sdtid-overrides.json");

    public static JsonElement Token(int id) => Stoken.GetProperty("tokens")[id];

    public static byte[] Seed(this JsonElement token) => Convert.FromHexString(token.Text("seed"));

    /// <summary>What the token's row says, without PIN: the rows of tokencodes say which PIN was used.</summary>
    public static SecurIdParameters Parameters(this JsonElement token) =>
        new(token.Text("serial"), (int)token.Number("digits"), TimeSpan.FromSeconds(token.Number("interval")));

    /// <summary>The tokencode behind what a token shows once a PIN has been typed into it.</summary>
    public static OneTimeCode WithoutPin(string shown, string pin, SecurIdParameters parameters)
    {
        if (pin.Length == 0)
            return A.Code(shown);
        Assert.True(SecurIdPin.TryParse(pin, out var known), pin);
        return known.TokencodeOf(shown, parameters with { PinStyle = SecurIdPinStyle.Added });
    }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "vectors", "securid", file);

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        return document.RootElement.Clone();
    }
}
