using System.Text.Json;

namespace Countersign.Otp.Tests;

/// <summary>The rows of a file under tests/vectors.</summary>
internal static class VectorFile
{
    public static List<JsonElement> Rows(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "vectors", name);
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        return [.. file.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone())];
    }

    public static string Text(this JsonElement row, string member) => row.GetProperty(member).GetString()!;

    public static long Number(this JsonElement row, string member) => row.GetProperty(member).GetInt64();

    public static byte[] Key(this JsonElement row) => Convert.FromHexString(row.Text("key"));

    public static OathHash Hash(this JsonElement row) => row.Text("algorithm") switch
    {
        "SHA1" => OathHash.Sha1,
        "SHA256" => OathHash.Sha256,
        "SHA512" => OathHash.Sha512,
        var other => throw new InvalidDataException(other),
    };
}
