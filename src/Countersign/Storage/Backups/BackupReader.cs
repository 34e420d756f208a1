using System.Text;

namespace Countersign.Storage.Backups;

/// <summary>Reads a backup from its beginning to its end, once.</summary>
internal sealed class BackupReader : IDisposable
{
    private readonly BinaryReader _reader;

    /// <summary>Reads what it says of itself, and its keys.</summary>
    /// <exception cref="BackupException">The file is damaged.</exception>
    public BackupReader(Stream file, BackupSeal seal)
    {
        _reader = new BinaryReader(seal.Read(file), Encoding.UTF8);
        Manifest = BackupFormat.ReadManifest(_reader);
        Keys = BackupFormat.ReadKeys(_reader);
    }

    public BackupManifest Manifest { get; }

    public IReadOnlyList<BareKey> Keys { get; }

    /// <summary>Hands on every row, and returns only if the file was whole to its last byte.</summary>
    /// <param name="begin">Told a table and its columns.</param>
    /// <param name="row">Told the values of a row: the array is the same each time.</param>
    /// <param name="end">Told that a table is over.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="BackupException">The file is damaged.</exception>
    public long ReadRows(Action<string, string[]> begin, Action<object[]> row, Action end)
    {
        var rows = 0L;
        while (_reader.ReadByte() == BackupFormat.Table)
        {
            var name = _reader.ReadString();
            var columns = new string[_reader.Read7BitEncodedInt()];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = _reader.ReadString();
            begin(name, columns);
            var values = new object[columns.Length];
            while (_reader.ReadByte() == BackupFormat.Row)
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = BackupFormat.ReadValue(_reader);
                row(values);
                rows++;
            }

            end();
        }

        return rows == _reader.Read7BitEncodedInt64() && _reader.BaseStream.ReadByte() < 0
            ? rows
            : throw new BackupException("It does not have as many rows as it says.");
    }

    public void Dispose() => _reader.Dispose();
}
