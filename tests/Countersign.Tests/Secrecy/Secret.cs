using System.Text;

namespace Countersign.Tests.Secrecy;

/// <summary>Something that must be nowhere, in whatever clothes.</summary>
/// <param name="Name">What it is, for the message.</param>
/// <param name="Bytes">Its bytes.</param>
internal sealed record Secret(string Name, byte[] Bytes)
{
    public static Secret Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    /// <summary>The secret as it may be written: raw, hexadecimal, Base64 in both alphabets, Base32 and escaped.</summary>
    public IEnumerable<(string Encoding, byte[] Needle)> Disguises()
    {
        var base64 = Convert.ToBase64String(Bytes).TrimEnd('=');
        yield return ("raw", Bytes);
        yield return ("hex", Ascii(Convert.ToHexString(Bytes)));
        yield return ("lower hex", Ascii(Convert.ToHexStringLower(Bytes)));
        yield return ("Base64", Ascii(base64));
        yield return ("escaped Base64", Ascii(Uri.EscapeDataString(base64)));
        yield return ("Base64url", Ascii(base64.Replace('+', '-').Replace('/', '_')));
        yield return ("Base32", Ascii(Countersign.Otp.Base32.Encode(Bytes).TrimEnd('=')));
        yield return ("lower Base32", Ascii(Countersign.Otp.Base32.Encode(Bytes).TrimEnd('=').ToLowerInvariant()));
        yield return ("escaped", Ascii(Uri.EscapeDataString(Encoding.UTF8.GetString(Bytes))));
    }

    /// <summary>Where it is found in a place, as <c>secret as encoding in place</c>.</summary>
    public IEnumerable<string> In(string place, byte[] hay) =>
        Disguises().Where(disguise => hay.AsSpan().IndexOf(disguise.Needle) >= 0).Select(disguise => $"{Name} as {disguise.Encoding} in {place}");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
