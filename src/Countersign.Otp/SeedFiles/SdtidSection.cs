using System.Text;

namespace Countersign.Otp.SeedFiles;

/// <summary>A header or token of an sdtid file.</summary>
/// <param name="section">Its element: TKNHeader or TKN.</param>
internal sealed class SdtidSection(XmlPart section)
{
    private const int BlockSize = 16;

    /// <summary>
    /// The text of the first element of a name in it, however deep, without the blanks around it; null when there is
    /// none.
    /// </summary>
    public string? Find(string name) => Find(section, name)?.Text.Trim();

    /// <summary>The bytes that a MAC is made of.</summary>
    /// <remarks>
    /// Each element without children is a line, "TKN.SN 123\n", and a padding that grows from line to line up to a
    /// block. A short line begins at the last whole block, over the tail of the line before: a bug of the first writer of
    /// such files, which all others have to repeat.
    /// </remarks>
    public byte[] Serialise()
    {
        var lines = Lines(section, section.Name).ToList();
        var bytes = new byte[lines.Sum(line => line.Length + BlockSize)];
        int position = 0, padding = 0;
        foreach (var line in lines)
        {
            if (line.Length + padding <= BlockSize)
                position -= position % BlockSize;
            line.CopyTo(bytes, position);
            position += line.Length + padding;
            padding = position % BlockSize is var over and > 0 ? over : BlockSize;
        }
        return bytes[..position];
    }

    private static XmlPart? Find(XmlPart part, string name)
    {
        foreach (var child in part.Children)
        {
            if ((child.Name == name ? child : Find(child, name)) is { } found)
                return found;
        }
        return null;
    }

    // A MAC does not cover MACs.
    private static IEnumerable<byte[]> Lines(XmlPart part, string path)
    {
        if (part.Children.Count == 0)
        {
            var value = part.Text.Length > 0 ? part.Text : $"</{part.Name}>";
            return [Encoding.UTF8.GetBytes($"{path} {value}\n")];
        }
        return part.Children
            .Where(child => child.Name.Length <= 3 || !child.Name.EndsWith("MAC", StringComparison.Ordinal))
            .SelectMany(child => Lines(child, $"{path}.{child.Name}"));
    }
}
