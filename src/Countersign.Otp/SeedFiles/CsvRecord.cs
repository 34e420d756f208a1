namespace Countersign.Otp.SeedFiles;

/// <summary>The fields of one line, by the names of their columns.</summary>
/// <param name="columns">The names; an empty one is a column that says nothing.</param>
/// <param name="fields">The fields.</param>
internal readonly struct CsvRecord(IReadOnlyList<string> columns, IReadOnlyList<string> fields)
{
    /// <summary>How many fields the line has.</summary>
    public int Count => fields.Count;

    /// <summary>The field of a column; empty when the line or the file has none.</summary>
    /// <param name="column">The column's name.</param>
    public string this[string column]
    {
        get
        {
            for (var i = 0; i < columns.Count && i < fields.Count; i++)
            {
                if (columns[i] == column)
                    return fields[i];
            }
            return "";
        }
    }
}
