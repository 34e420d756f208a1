using System.Text;

namespace Countersign.Otp.SeedFiles;

/// <summary>A header or token of an sdtid file: its leaves in order.</summary>
/// <param name="name">The name of its element: TKNHeader or TKN.</param>
internal sealed class SdtidSection(string name)
{
    private const int BlockSize = 16;

    private readonly List<Leaf> _leaves = [];

    public string Name => name;

    /// <summary>An element without children.</summary>
    /// <param name="Path">The names from the section to the leaf, with dots between.</param>
    /// <param name="Name">Its own name.</param>
    /// <param name="Value">Its text, as it stands in the file.</param>
    /// <param name="IsHashed">Whether a MAC covers it: MACs do not cover MACs.</param>
    internal sealed record Leaf(string Path, string Name, string Value, bool IsHashed);

    public int Count => _leaves.Count;

    public void Add(Leaf leaf) => _leaves.Add(leaf);

    /// <summary>The text of the first leaf of a name, without the blanks around it; null when there is none.</summary>
    public string? Find(string leafName) => _leaves.Find(leaf => leaf.Name == leafName)?.Value.Trim();

    /// <summary>The bytes that a MAC is made of.</summary>
    /// <remarks>
    /// Each leaf is a line, "TKN.SN 123\n", and a padding that grows from line to line up to a block. A short line
    /// begins at the last whole block, over the tail of the line before: a bug of the first writer of such files, which
    /// all others have to repeat.
    /// </remarks>
    public byte[] Serialise()
    {
        var lines = _leaves.Where(leaf => leaf.IsHashed).Select(Line).ToList();
        var bytes = new byte[lines.Sum(line => line.Bytes.Length + BlockSize)];
        int position = 0, padding = 0;
        foreach (var (line, isEmpty) in lines)
        {
            var length = line.Length + padding;
            if (!isEmpty && length <= BlockSize)
            {
                position -= position % BlockSize;
                bytes.AsSpan(position + line.Length, padding).Clear();
            }
            line.CopyTo(bytes, position);
            position += length;
            padding = position % BlockSize is var over and > 0 ? over : BlockSize;
        }
        return bytes[..position];

        static (byte[] Bytes, bool IsEmpty) Line(Leaf leaf) => leaf.Value.Length > 0
            ? (Encoding.UTF8.GetBytes($"{leaf.Path} {leaf.Value}\n"), false)
            : (Encoding.UTF8.GetBytes($"{leaf.Path} </{leaf.Name}>\n"), true);
    }
}
