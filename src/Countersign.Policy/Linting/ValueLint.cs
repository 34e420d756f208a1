using System.Globalization;
using System.Net;

namespace Countersign.Policy.Linting;

/// <summary>What the values of a condition show.</summary>
internal static class ValueLint
{
    public static void Check(ConditionLine line, StatementContext context)
    {
        var isText = line.Family is KeyType.Text or KeyType.Bool;
        foreach (var value in line.Values)
        {
            if (isText && line.Base is not "Null" and not "BinaryEquals")
                VariableLint.Check(value, context);
            else
                VariableLint.CheckNone(value, $"values of {line.Base}", context);
            if (line.Base.StartsWith("String", StringComparison.Ordinal) && !line.Base.EndsWith("Like", StringComparison.Ordinal) && HasWildcard(value.Text))
            {
                Add(
                    context, PolicySeverity.Warning, "WILDCARD_WITHOUT_LIKE_OPERATOR", value,
                    $"For {line.Base} the wildcard in \"{value.Text}\" is a plain character. Write {(line.Base.Contains("Not", StringComparison.Ordinal) ? "StringNotLike" : "StringLike")}.");
            }

            if (line.Base is "Bool" or "Null" && !bool.TryParse(value.Text, out _) && !value.Text.Contains("${", StringComparison.Ordinal))
            {
                Add(
                    context, PolicySeverity.Warning, "TYPE_MISMATCH_BOOLEAN", value,
                    $"\"{value.Text}\" is neither true nor false, so {line.Base} never matches. Write true or false.");
            }

            if (line.Family == KeyType.IpAddress && HasHostBits(value.Text))
            {
                Add(
                    context, PolicySeverity.Suggestion, "IMPROVE_IP_RANGE", value,
                    $"In \"{value.Text}\" bits are set behind the prefix, which do not count. Write the first address of the range.");
            }
        }

        if (line.Base is "Bool" && line.Values.Count > 1)
        {
            Add(
                context, PolicySeverity.Warning, "INVALID_CONDITION_MULTIPLE_BOOLEAN", line.At,
                $"{line.Key} is compared with several truth values, of which one always fits. Write one of them.");
        }
        else if (line.Values.Count > 1 && line.Family is KeyType.Number or KeyType.Date && line.Base.Contains("Than", StringComparison.Ordinal))
        {
            Add(
                context, PolicySeverity.Suggestion, "REDUNDANT_CONDITION_VALUE_NUM", line.At,
                $"Of several limits for {line.Base} only the widest counts. Write that one.");
        }
    }

    // ${*} and its like are the characters themselves.
    private static bool HasWildcard(string text) => text
        .Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal).AsSpan().ContainsAny('*', '?');

    private static bool HasHostBits(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || !byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = (int)prefix; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
                return true;
        }

        return false;
    }

    private static void Add(StatementContext context, PolicySeverity severity, string code, JsonPart at, string message) =>
        context.Findings.Add(severity, code, at.Start, message);
}
