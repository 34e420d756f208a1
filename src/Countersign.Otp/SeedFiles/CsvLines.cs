using System.Text;

namespace Countersign.Otp.SeedFiles;

/// <summary>A line of a CSV file.</summary>
/// <param name="Number">1 for the first line of the file.</param>
/// <param name="Text">The line without its end; null when it is longer than any line of tokens would be.</param>
internal readonly record struct CsvLine(int Number, string? Text);

/// <summary>The lines of a CSV file and their fields (RFC 4180), as tools and spreadsheets write them.</summary>
/// <remarks>
/// A quoted field ends with its line: no value of a token has a line break in it, and a quote that somebody forgot must
/// not swallow the tokens below.
/// </remarks>
internal static class CsvLines
{
    private const int MaxLine = 8192;

    /// <summary>The lines that say something: no blank ones, no comment (<c>#</c>), no <c>sep=;</c> of Excel.</summary>
    /// <param name="reader">The file.</param>
    public static IEnumerable<CsvLine> Read(TextReader reader)
    {
        var line = new StringBuilder();
        var buffer = new char[4096];
        var number = 1;
        var wasCarriageReturn = false;
        for (int length; (length = reader.Read(buffer)) > 0;)
        {
            for (var i = 0; i < length; i++)
            {
                var c = buffer[i];
                if (c is not ('\r' or '\n'))
                {
                    if (line.Length <= MaxLine)
                        line.Append(c);
                }
                else if (c == '\r' || !wasCarriageReturn)
                {
                    if (Says(number, line, out var said))
                        yield return said;
                    line.Clear();
                    number++;
                }
                wasCarriageReturn = c == '\r';
            }
        }
        if (Says(number, line, out var last))
            yield return last;
    }

    /// <summary>The fields of a line, trimmed, without their quotes.</summary>
    /// <param name="text">The line.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <returns>The fields; null when a quote is opened and not closed.</returns>
    public static List<string>? Split(string text, char separator)
    {
        var fields = new List<string>(12);
        var field = new StringBuilder();
        for (var i = 0; ;)
        {
            while (i < text.Length && text[i] != separator && char.IsWhiteSpace(text[i]))
                i++;
            field.Clear();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i == text.Length)
                        return null;
                    if (text[i] == '"')
                    {
                        i++;
                        if (i == text.Length || text[i] != '"')
                            break;
                    }
                    field.Append(text[i]);
                }
            }
            for (; i < text.Length && text[i] != separator; i++)
                field.Append(text[i]);
            fields.Add(field.ToString().Trim());
            if (i == text.Length)
                return fields;
            i++;
        }
    }

    private static bool Says(int number, StringBuilder line, out CsvLine said)
    {
        said = default;
        if (line.Length > MaxLine)
        {
            said = new CsvLine(number, null);
            return true;
        }

        var text = line.ToString();
        var bare = text.AsSpan().Trim();
        if (bare.IsEmpty || bare[0] == '#' || bare.Length <= 5 && bare.StartsWith("sep=", StringComparison.Ordinal))
            return false;
        said = new CsvLine(number, text);
        return true;
    }
}
