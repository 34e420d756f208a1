using System.Globalization;
using System.Text;
using System.Xml;

namespace Countersign.Otp.SeedFiles;

/// <summary>The sections of an sdtid file, one after the other, in memory that does not grow with the file.</summary>
internal sealed class SdtidReader : IDisposable
{
    // A token has some 20 leaves on two levels; the longest is the certificate of the trailer, some 900 characters.
    private const int MaxLeaves = 256, MaxDepth = 8, MaxText = 16_384, MaxName = 64;

    private readonly XmlReader _xml;
    private readonly char[] _chunk = new char[512];

    /// <exception cref="SeedFileException">It is not XML, or another kind of document.</exception>
    public SdtidReader(Stream stream)
    {
        _xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = SeedFile.MaxBytes,
            CloseInput = false,
        });
        if (Parse(() => _xml.MoveToContent()) != XmlNodeType.Element || _xml.LocalName != "TKNBatch")
            throw new SeedFileException(SeedFileFault.Unknown, "The outermost element is not TKNBatch.");
    }

    /// <summary>The next header, token or trailer; null at the end of the document.</summary>
    /// <exception cref="SeedFileException">The file is damaged.</exception>
    public SdtidSection? Next() => Parse(ReadSection);

    public void Dispose() => _xml.Dispose();

    private SdtidSection? ReadSection()
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element)
                continue;
            var section = new SdtidSection(_xml.LocalName, ((IXmlLineInfo)_xml).LineNumber);
            ReadElement(section, _xml.LocalName, isHashed: true, depth: 1);
            return section;
        }
        return null;
    }

    // Stands on the start of an element, and afterwards on its end.
    private void ReadElement(SdtidSection section, string path, bool isHashed, int depth)
    {
        var name = _xml.LocalName;
        if (depth > MaxDepth || name.Length > MaxName || section.Count == MaxLeaves)
            throw Damaged("an element is nested too deeply, has too long a name, or is one too many");

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
                throw Damaged("a text is too long");
            text.Append(_chunk, 0, length);
        }
    }

    private T Parse<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (XmlException)
        {
            throw Damaged("it is not well-formed XML");    // what the parser says may repeat what it found
        }
    }

    private SeedFileException Damaged(string how) => new(
        SeedFileFault.Damaged,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The file is damaged at line {((IXmlLineInfo)_xml).LineNumber}: {how}. Fetch it again."));
}
