using System.Globalization;
using System.Net;

namespace Countersign.Policy.Tests.SecondOpinion;

/// <summary>Condition operators: section 2 of the reference, plainly.</summary>
internal static class SlowConditions
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FK"];

    public static bool IsMet(
        string @operator, List<string> wanted, string[]? actual, bool isSingle, Func<string, string?>? valueOf)
    {
        var colon = @operator.IndexOf(':', StringComparison.Ordinal);
        var set = colon < 0 ? "" : @operator[..colon];
        var name = @operator[(colon + 1)..];
        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        name = ifExists ? name[..^8] : name;
        var negated = name.Contains("Not", StringComparison.Ordinal);
        var isNullSet = actual is null || actual.Length == 0 || (isSingle && actual[0].Length == 0);

        if (name is "Null")
            return wanted.Exists(each => each.Equals(isNullSet ? "true" : "false", StringComparison.OrdinalIgnoreCase));
        if (set is "ForAllValues")
            return isNullSet || actual!.All(Satisfies);
        if (set is "ForAnyValue")
            return !isNullSet && actual!.Any(Satisfies);
        if (actual is null)
            return negated || ifExists;
        return isSingle && Satisfies(actual[0]);

        bool Satisfies(string value) =>
            wanted.Exists(each => Compare(name.Replace("Not", "", StringComparison.Ordinal), each, value, valueOf)) != negated;
    }

    private static bool Compare(string name, string wanted, string actual, Func<string, string?>? valueOf) => name switch
    {
        "StringEquals" => actual.Equals(SlowPattern.Plain(wanted, valueOf), StringComparison.Ordinal),
        "StringEqualsIgnoreCase" => actual.Equals(SlowPattern.Plain(wanted, valueOf), StringComparison.OrdinalIgnoreCase),
        "StringLike" => SlowPattern.LikeWith(wanted, valueOf) is { } symbols && SlowPattern.Matches(symbols, actual),
        "ArnEquals" or "ArnLike" => SlowPattern.ArnLike(wanted, actual, valueOf),
        "Bool" => actual.ToLowerInvariant() is "true" or "false" &&
            actual.Equals(SlowPattern.Plain(wanted, valueOf), StringComparison.OrdinalIgnoreCase),
        "BinaryEquals" => Bytes(actual) is { } bytes && bytes.SequenceEqual(Bytes(wanted)!),
        "IpAddress" => (actual.Contains(':') || actual.Count(c => c == '.') == 3) &&
            IPAddress.TryParse(actual, out var address) && Network(wanted).Contains(address),
        _ when name.StartsWith("Numeric", StringComparison.Ordinal) =>
            decimal.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) &&
            Order(name["Numeric".Length..], number.CompareTo(decimal.Parse(wanted, CultureInfo.InvariantCulture))),
        _ => Date(actual) is { } date && Order(name["Date".Length..], date.CompareTo(Date(wanted)!.Value)),
    };

    private static bool Order(string how, int sign) => how switch
    {
        "Equals" => sign == 0,
        "LessThan" => sign < 0,
        "LessThanEquals" => sign <= 0,
        "GreaterThan" => sign > 0,
        _ => sign >= 0,
    };

    private static byte[]? Bytes(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IPNetwork Network(string text)
    {
        var parts = text.Split('/');
        var address = IPAddress.Parse(parts[0]);
        var bytes = address.GetAddressBytes();
        var bits = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : bytes.Length * 8;
        for (var bit = bits; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)(0xFF ^ (0x80 >> (bit % 8)));
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    private static DateTimeOffset? Date(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParseExact(
            text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}
