namespace Countersign.Storage.Backups;

/// <summary>The body of a backup: manifest, keys, then table after table with its rows, and an end that says how many there were.</summary>
/// <remarks>
/// Numbers are LEB128, texts UTF-8 behind their length in bytes. A row is <see cref="Row"/> and its values, each behind a byte
/// that says its kind; a table ends with <see cref="End"/>, and so does the file.
/// </remarks>
internal static class BackupFormat
{
    public const byte End = 0;
    public const byte Table = 1;
    public const byte Row = 2;

    private const byte Null = 0;
    private const byte Number = 1;
    private const byte Text = 2;
    private const byte Bytes = 3;
    private const byte False = 4;
    private const byte True = 5;

    public static void Write(BinaryWriter writer, BackupManifest manifest)
    {
        writer.Write7BitEncodedInt64(manifest.MadeAt.ToUnixTimeSeconds());
        writer.Write(manifest.Source);
        writer.Write7BitEncodedInt(manifest.Steps.Count);
        foreach (var step in manifest.Steps)
            writer.Write(step);
    }

    public static BackupManifest ReadManifest(BinaryReader reader)
    {
        var madeAt = DateTimeOffset.FromUnixTimeSeconds(reader.Read7BitEncodedInt64());
        var source = reader.ReadString();
        var steps = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = reader.ReadString();
        return new BackupManifest(madeAt, source, steps);
    }

    public static void Write(BinaryWriter writer, IReadOnlyList<BareKey> keys)
    {
        writer.Write7BitEncodedInt(keys.Count);
        foreach (var key in keys)
        {
            writer.Write7BitEncodedInt(key.Id);
            writer.Write(key.Purpose);
            writer.Write7BitEncodedInt64(key.CreatedAt.ToUnixTimeSeconds());
            writer.Write(key.Key);
        }
    }

    public static IReadOnlyList<BareKey> ReadKeys(BinaryReader reader)
    {
        var keys = new BareKey[reader.Read7BitEncodedInt()];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new BareKey(reader.Read7BitEncodedInt(), reader.ReadString(), DateTimeOffset.FromUnixTimeSeconds(reader.Read7BitEncodedInt64()), reader.ReadBytes(32));
        return keys;
    }

    public static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case DBNull:
                writer.Write(Null);
                break;
            case long number:
                writer.Write(Number);
                writer.Write7BitEncodedInt64(number);
                break;
            case string text:
                writer.Write(Text);
                writer.Write(text);
                break;
            case byte[] bytes:
                writer.Write(Bytes);
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes);
                break;
            case bool flag:
                writer.Write(flag ? True : False);
                break;
            default:
                throw new NotSupportedException($"A backup has no form for {value.GetType()}.");
        }
    }

    public static object ReadValue(BinaryReader reader) => reader.ReadByte() switch
    {
        Null => DBNull.Value,
        Number => reader.Read7BitEncodedInt64(),
        Text => reader.ReadString(),
        Bytes => reader.ReadBytes(reader.Read7BitEncodedInt()),
        False => false,
        True => true,
        var kind => throw new BackupException($"It has a value of kind {kind}, which this program does not know."),
    };
}
