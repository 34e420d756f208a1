using System.Text;
using System.Xml;

namespace Countersign.Otp.SeedFiles;

/// <summary>The sections of an sdtid file, one after the other, in memory that does not grow with the file.</summary>
/// <remarks>Not read as <see cref="XmlPart"/>, since the MACs cover blanks too, wherever they are a leaf's text.</remarks>
internal sealed class SdtidReader(Stream stream) : IDisposable
{
    // A token has some 20 leaves on two levels; the longest is the certificate of the trailer, some 900 characters.
    private const int MaxLeaves = 256, MaxDepth = 8, MaxText = 16_384, MaxName = 64;

    private readonly XmlReader _xml = XmlPart.Open(stream);
    private readonly char[] _chunk = new char[512];

    /// <summary>The next header, token or trailer; null at the end of the document.</summary>
    /// <exception cref="XmlException">The file is damaged.</exception>
    /// <exception cref="SeedFileException">A section is larger than any would be.</exception>
    public SdtidSection? Next()
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element || _xml.Depth == 0)
                continue;
            var section = new SdtidSection(_xml.LocalName);
            ReadElement(section, _xml.LocalName, isHashed: true, depth: 1);
            return section;
        }
        return null;
    }

    public void Dispose() => _xml.Dispose();

    // Stands on the start of an element, and afterwards on its end.
    private void ReadElement(SdtidSection section, string path, bool isHashed, int depth)
    {
        var name = _xml.LocalName;
        if (depth > MaxDepth || name.Length > MaxName || section.Count == MaxLeaves)
            throw TooLarge();

        isHashed &= name.Length <= 3 || !name.EndsWith("MAC", StringComparison.Ordinal);
        var isLeaf = true;
        var text = new StringBuilder();
        if (!_xml.IsEmptyElement)
        {
            while (_xml.Read() && _xml.NodeType != XmlNodeType.EndElement)
            {
                if (_xml.NodeType == XmlNodeType.Element)
                {
                    isLeaf = false;
                    ReadElement(section, $"{path}.{_xml.LocalName}", isHashed, depth + 1);
                }
                else
                {
                    ReadText(text);
                }
            }
        }
        if (isLeaf)
            section.Add(new SdtidSection.Leaf(path, name, text.ToString(), isHashed));
    }

    private void ReadText(StringBuilder text)
    {
        for (int length; (length = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0;)
        {
            if (text.Length + length > MaxText)
                throw TooLarge();
            text.Append(_chunk, 0, length);
        }
    }

    private static SeedFileException TooLarge() =>
        new(SeedFileFault.TooLarge, "The XML of the file has an element with far too much in it.");
}
