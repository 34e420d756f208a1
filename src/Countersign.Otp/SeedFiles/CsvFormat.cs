using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>What all forms of CSV have in common: one token a line, and the traces that spreadsheets leave.</summary>
internal abstract class CsvFormat : SeedFormat
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Whether the first line names the columns.</summary>
    protected abstract bool HasHeader { get; }

    /// <inheritdoc/>
    public sealed override bool Recognises(ReadOnlySpan<char> head) => Separator(head.ToString()) is not null;

    /// <inheritdoc/>
    public sealed override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys)
    {
        using var reader = SeedText.Open(stream);
        var head = new char[4096];
        var separator = Separator(new string(head, 0, reader.ReadBlock(head))) ?? throw new SeedFileException(
            SeedFileFault.Unknown, $"This is not {Name}.");
        return Rows(stream, separator, UsualLength(stream, separator));
    }

    /// <summary>Whether a line is of this format: the header, or any line when there is none.</summary>
    /// <param name="fields">Its fields.</param>
    protected abstract bool Fits(IReadOnlyList<string> fields);

    /// <summary>The names of the columns, in order; an empty one is a column that says nothing.</summary>
    /// <param name="first">The first line.</param>
    /// <exception cref="SeedFileException">The header has a column that nobody knows.</exception>
    protected abstract IReadOnlyList<string> Columns(IReadOnlyList<string> first);

    /// <summary>The serial number in a line, as it stands there.</summary>
    protected virtual string SerialText(CsvRecord record) => record["serial"];

    /// <summary>The token in a line.</summary>
    /// <param name="record">The line.</param>
    /// <param name="serial">Its serial number, checked.</param>
    /// <param name="warnings">Gets what is odd about it; belongs to the token.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    protected abstract OathSeed Token(CsvRecord record, string serial, List<string> warnings);

    private IEnumerable<SeedRow> Rows(Stream stream, char separator, int usualLength)
    {
        using var reader = SeedText.Open(stream);
        IReadOnlyList<string>? columns = null;
        foreach (var line in CsvLines.Read(reader))
        {
            var fields = line.Text is null ? null : CsvLines.Split(line.Text, separator);
            if (columns is null && fields is not null)
            {
                columns = Columns(fields);
                if (HasHeader)
                    continue;
            }
            yield return Row(line, fields, columns ?? [], usualLength);
        }
    }

    private SeedRow Row(CsvLine line, List<string>? fields, IReadOnlyList<string> columns, int usualLength)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"line {line.Number}");
        string? serial = null;
        try
        {
            if (line.Text is null)
                throw new RefusedException("The line is longer than any line of tokens would be.");
            if (fields is null)
                throw new RefusedException("A quotation mark is opened and not closed.");

            var record = new CsvRecord(columns, fields);
            serial = SeedValue.Serial(SerialText(record));
            if (HasHeader && fields.Count != columns.Count)
            {
                throw new RefusedException(
                    $"The line has {fields.Count} fields and the header {columns.Count}. "
                    + "Put a field that contains the separator into quotation marks.");
            }

            var warnings = new List<string>();
            if (serial.Length < usualLength && IsNumber(serial))
            {
                warnings.Add(
                    $"The serial number has {serial.Length} digits, most others in the file {usualLength}: "
                    + "perhaps a spreadsheet took leading zeros away. Compare it with the token.");
            }
            return new SeedRow(where, serial, Token(record, serial, warnings), null);
        }
        catch (RefusedException refusal)
        {
            return new SeedRow(where, serial, null, refusal.Message);
        }
    }

    /// <summary>The separator with which a line of the head fits; the format is recognised by it.</summary>
    private char? Separator(string head)
    {
        // The last line may be cut off in the middle; it is the only one in a short file, though.
        foreach (var separator in Separators)
        {
            var lines = CsvLines.Read(new StringReader(head))
                .Select(line => line.Text is null ? null : CsvLines.Split(line.Text, separator))
                .Where(fields => fields is not null);
            if ((HasHeader ? lines.Take(1) : lines).Any(fields => Fits(fields!)))
                return separator;
        }
        return null;
    }

    /// <summary>How many digits most of the serial numbers have that are numbers; 0 when there are none.</summary>
    private int UsualLength(Stream stream, char separator)
    {
        using var reader = SeedText.Open(stream);
        var counts = new Dictionary<int, int>();
        IReadOnlyList<string>? columns = null;
        foreach (var line in CsvLines.Read(reader))
        {
            if (line.Text is null || CsvLines.Split(line.Text, separator) is not { } fields)
                continue;
            if (columns is null)
            {
                columns = Columns(fields);
                if (HasHeader)
                    continue;
            }
            var serial = SerialText(new CsvRecord(columns, fields)).Trim('\'');
            if (IsNumber(serial))
                counts[serial.Length] = counts.GetValueOrDefault(serial.Length) + 1;
        }
        return counts.Count == 0 ? 0 : counts.MaxBy(pair => (pair.Value, pair.Key)).Key;
    }

    private static bool IsNumber(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
