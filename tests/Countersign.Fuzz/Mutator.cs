using System.Globalization;
using System.Text;

namespace Countersign.Fuzz;

/// <summary>Makes new inputs from those that were interesting.</summary>
internal sealed class Mutator(Randomness random, Target target)
{
    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "00", "127", "128", "255", "256", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e308", "1e-9999",
        "0.1", "99999999999999999999999999999999999999999999999999",
    ];

    private static readonly byte[][] Oddities =
    [
        [0], [0xFF], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xF4, 0x90, 0x80, 0x80],
        [0xE2, 0x80, 0xA8], [0xEF, 0xBF, 0xBF], "\r\n"u8.ToArray(), "%00"u8.ToArray(), "%ff"u8.ToArray(), "%"u8.ToArray(), "+"u8.ToArray(),
        "İ"u8.ToArray(), "ß"u8.ToArray(), "٣"u8.ToArray(), "\u200B"u8.ToArray(), "🔑"u8.ToArray(),
    ];

    private readonly byte[][] _words = [.. target.Words.Select(Encoding.UTF8.GetBytes)];

    /// <summary>A changed copy: one to sixteen changes on top of each other.</summary>
    /// <param name="input">What to change.</param>
    /// <param name="other">Another input, from which stretches are taken.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 << random.Below(5); changes > 0; changes--)
            Change(bytes, other);
        if (bytes.Count > target.MaxLength)
            bytes.RemoveRange(target.MaxLength, bytes.Count - target.MaxLength);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = random.Below(bytes.Count + 1);
        var length = Math.Min(Stretch(), bytes.Count - at);
        switch (random.Below(14))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)(random.Next() & 0xFF);
                break;
            case 2 when length > 0:
                bytes[at] = (byte)(' ' + random.Below(95));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                Repeat(bytes, at, Math.Min(length, 8));
                break;
            case 6:
                bytes.Insert(at, (byte)(random.Below(4) == 0 ? (int)(random.Next() & 0xFF) : ' ' + random.Below(95)));
                break;
            case 7:
                Replace(bytes, at, 0, random.Of(Oddities));
                break;
            case 8:
                Number(bytes, at);
                break;
            case 9 when other.Length > 0:
                var from = random.Below(other.Length);
                Replace(bytes, at, random.Below(2) * length, other.AsSpan(from, Math.Min(Stretch(), other.Length - from)));
                break;
            case 10 when other.Length > 0:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(random.Below(other.Length)));
                break;
            case 11 when length > 1:
                var stretch = bytes.GetRange(at, length);
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Below(bytes.Count + 1), stretch);
                break;
            default:
                if (_words.Length > 0)
                    Replace(bytes, at, random.Below(2) * length, random.Of(_words));
                break;
        }
    }

    // Mostly short, now and then long.
    private int Stretch() => 1 + random.Below(1 << (1 + random.Below(8)));

    private static void Replace(List<byte> bytes, int at, int length, ReadOnlySpan<byte> by)
    {
        bytes.RemoveRange(at, length);
        bytes.InsertRange(at, by.ToArray());
    }

    // Nesting and length come from one thing said many times.
    private void Repeat(List<byte> bytes, int at, int length)
    {
        var stretch = bytes.GetRange(at, length);
        var most = Math.Max(1, (target.MaxLength - bytes.Count) / Math.Max(1, length));
        for (var times = 1 + random.Below(Math.Min(most, 1 << random.Below(12))); times > 0; times--)
            bytes.InsertRange(at, stretch);
    }

    private void Number(List<byte> bytes, int at)
    {
        while (at < bytes.Count && bytes[at] is < (byte)'0' or > (byte)'9')
            at++;
        var end = at;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        var text = random.Below(3) == 0
            ? random.Below(100_000).ToString(CultureInfo.InvariantCulture)
            : random.Of(Numbers);
        Replace(bytes, at, end - at, Encoding.ASCII.GetBytes(text));
    }
}
