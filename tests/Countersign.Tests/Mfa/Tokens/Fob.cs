using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Otp;

namespace Countersign.Tests;

/// <summary>A hardware token: RFC 4226 and RFC 6238 in ten lines, not ours.</summary>
/// <param name="Serial">What is printed on its back.</param>
/// <param name="Hash"><c>SHA1</c>, <c>SHA256</c> or <c>SHA512</c>.</param>
/// <param name="Digits">6 to 8.</param>
/// <param name="Period">Seconds a code lives; 0 for one that counts presses.</param>
internal sealed record Fob(string Serial, string Hash = "SHA1", int Digits = 6, int Period = 30)
{
    public byte[] Seed { get; init; } = RandomNumberGenerator.GetBytes(20);

    /// <summary>How fast its clock is.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>Its line in our own CSV.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Serial},{Convert.ToHexString(Seed)},hex,{(Period == 0 ? "hotp" : "totp")},{Hash},{Digits},{(Period == 0 ? "" : Period)}");

    public OneTimeCode At(DateTimeOffset now, int steps = 0) => Count((now + Ahead).ToUnixTimeSeconds() / Period + steps);

    /// <summary>The digits it shows at a moment.</summary>
    public string Shows(DateTimeOffset now, int steps = 0) => DigitsOf((now + Ahead).ToUnixTimeSeconds() / Period + steps);

    public OneTimeCode Count(long counter)
    {
        Assert.True(OneTimeCode.TryParse(DigitsOf(counter), out var code));
        return code;
    }

    private string DigitsOf(long counter)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
#pragma warning disable CA5350 // what tokens do
        var mac = Hash switch
        {
            "SHA1" => HMACSHA1.HashData(Seed, message),
            "SHA256" => HMACSHA256.HashData(Seed, message),
            _ => HMACSHA512.HashData(Seed, message),
        };
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0xF)) & 0x7FFFFFFF;
        return number.ToString("D10", CultureInfo.InvariantCulture)[^Digits..];
    }
}
