using System.Buffers;
using System.Text;
using System.Xml;

namespace Countersign.Otp.SeedFiles;

/// <summary>
/// An element with all that is in it: names without their namespace, since makers and tools disagree on namespaces.
/// </summary>
/// <remarks>
/// Files of tokens are read one such element at a time. Document types are refused, nothing is fetched, and an element
/// that is deeper or has more in it than any token's ends the reading.
/// </remarks>
internal sealed class XmlPart
{
    private const int MaxParts = 512, MaxDepth = 32, MaxAttributes = 32, MaxText = 16 * 1024, MaxName = 256;

    private const string DocumentType = "<!DOCTYPE";

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>[");

    private XmlPart(string name) => Name = name;

    /// <summary>An element to be written, with text alone in it.</summary>
    public XmlPart(string name, string text)
        : this(name) => Text = text;

    /// <summary>An element to be written, with other elements in it.</summary>
    public XmlPart(string name, IEnumerable<XmlPart> children)
        : this(name) => Children.AddRange(children);

    /// <summary>The element's local name.</summary>
    public string Name { get; }

    /// <summary>The text directly in it, comments left out; blanks count where there is nothing else.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The elements in it, in order.</summary>
    public List<XmlPart> Children { get; } = [];

    /// <summary>Its attributes, in order.</summary>
    public List<(string Name, string Value)> Attributes { get; } = [];

    /// <summary>The name of the root element of a file, from its first characters; empty when it is not XML.</summary>
    /// <param name="head">The first characters.</param>
    public static string RootOf(ReadOnlySpan<char> head)
    {
        for (var rest = head.TrimStart(); rest is ['<', ..]; rest = rest.TrimStart())
        {
            // A document type names the root too; that it is not allowed is for the parser to say.
            if (rest.StartsWith(DocumentType) || rest is not ['<', '?' or '!', ..])
            {
                var name = (rest.StartsWith(DocumentType) ? rest[DocumentType.Length..] : rest[1..]).TrimStart();
                var end = name.IndexOfAny(NameEnds);
                name = end < 0 ? name : name[..end];
                return name[(name.IndexOf(':') + 1)..].ToString();
            }

            var close = rest.StartsWith("<!--") ? "-->" : rest.StartsWith("<?") ? "?>" : ">";
            var length = rest.IndexOf(close);
            if (length < 0)
                break;
            rest = rest[(length + close.Length)..];
        }
        return "";
    }

    /// <summary>The elements directly in the root element of a file, one in memory at a time.</summary>
    /// <param name="stream">The file; read from its beginning and left open.</param>
    /// <exception cref="XmlException">The XML is damaged or cut off.</exception>
    /// <exception cref="SeedFileException">An element is too large.</exception>
    /// <remarks>
    /// An encoding that the XML declares counts for nothing: it is UTF-8, or what the byte order mark says.
    /// </remarks>
    public static IEnumerable<XmlPart> Parts(Stream stream)
    {
        using var reader = Open(stream);
        reader.MoveToContent();
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element)
                yield return Read(reader);
            else
                reader.Read();
        }
    }

    /// <summary>The first element of a name in this one; null when there is none.</summary>
    /// <param name="name">Its local name.</param>
    public XmlPart? Find(string name) => Children.Find(part => part.Name == name);

    /// <summary>The element at the end of a path through this one; null when there is none.</summary>
    /// <param name="names">Local names, from the outside in.</param>
    public XmlPart? Find(params ReadOnlySpan<string> names)
    {
        XmlPart? part = this;
        foreach (var name in names)
            part = part?.Find(name);
        return part;
    }

    /// <summary>The value of an attribute in any case of its name; null when there is none.</summary>
    /// <param name="name">Its local name.</param>
    public string? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return attribute.Value;
        }
        return null;
    }

    /// <summary>A reader of an untrusted file.</summary>
    /// <param name="stream">The file; read from its beginning and left open.</param>
    /// <remarks>An encoding that the XML declares counts for nothing: it is UTF-8, or what the byte order mark says.</remarks>
    public static XmlReader Open(Stream stream) => XmlReader.Create(
        new BoundedXmlText(SeedText.Open(stream)),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });

    /// <summary>Writes the element: what is read again is the same.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentException">Its text has characters that XML cannot carry.</exception>
    public void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement(Name);
        if (Text.Length > 0)
            writer.WriteString(Text);
        foreach (var child in Children)
            child.WriteTo(writer);
        writer.WriteEndElement();
    }

    private static XmlPart Read(XmlReader reader)
    {
        var count = 0;
        var part = Read(reader, 0, ref count);
        reader.Read();
        return part;
    }

    // The reader stands at the element, and at its end (or still at it, if it is empty) afterwards.
    private static XmlPart Read(XmlReader reader, int depth, ref int count)
    {
        // What stands above an element is written before its name when a MAC is checked: names multiply with depth.
        if (++count > MaxParts || depth > MaxDepth || reader.AttributeCount > MaxAttributes || reader.LocalName.Length > MaxName)
            throw TooLarge();

        var part = new XmlPart(reader.LocalName);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.LocalName != "xmlns")
                part.Attributes.Add((reader.LocalName, reader.Value));
        }
        reader.MoveToElement();
        if (reader.IsEmptyElement)
            return part;

        var text = new StringBuilder();
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
                part.Children.Add(Read(reader, depth + 1, ref count));
            else if (reader.NodeType == XmlNodeType.CDATA)
                AppendCData(reader, text);
            else if (reader.NodeType == XmlNodeType.Text || part.Children.Count == 0)
                text.Append(reader.Value);
            if (text.Length > MaxText)
                throw TooLarge();
        }
        part.Text = text.ToString();
        if (part.Children.Count > 0 && string.IsNullOrWhiteSpace(part.Text))
            part.Text = "";    // the indentation
        return part;
    }

    // CDATA may have < in it and is not bounded by BoundedXmlText.
    private static void AppendCData(XmlReader reader, StringBuilder text)
    {
        var chunk = ArrayPool<char>.Shared.Rent(1024);
        try
        {
            for (int read; (read = reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0 && text.Length <= MaxText;)
                text.Append(chunk, 0, read);
        }
        finally
        {
            // Seeds pass through here.
            ArrayPool<char>.Shared.Return(chunk, clearArray: true);
        }
    }

    private static SeedFileException TooLarge() =>
        new(SeedFileFault.TooLarge, "The XML of the file has an element with far too much in it.");
}
