namespace Countersign.ServiceModel;

/// <summary>Whole numbers as the wire has them: ASCII digits, perhaps a minus before them, and nothing else.</summary>
internal static class WholeNumber
{
    /// <summary>Reads a number; one too great for 64 bits is read as the greatest (or least), so that it is out of any range.</summary>
    public static bool TryParse(string text, out long number)
    {
        number = 0;
        var negative = text.StartsWith('-');
        var digits = text.AsSpan(negative ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return false;

        foreach (var digit in digits)
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue : number * 10 + (digit - '0');
        number = negative ? -number : number;
        return true;
    }
}
