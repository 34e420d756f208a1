using System.Buffers;
using System.Text;

namespace Countersign.Query;

/// <summary>Writes XML 1.0 elements and text as UTF-8, straight into a buffer.</summary>
/// <remarks>
/// Characters that XML cannot hold (controls, lone surrogates, U+FFFE, U+FFFF) become U+FFFD, so that no value can break
/// an answer. Element names are ours and are not checked.
/// </remarks>
internal readonly struct Utf8Xml(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. "<>&\r\uFFFE\uFFFF", .. Enumerable.Range(0, 0x20).Select(i => (char)i).Where(c => c is not ('\t' or '\n' or '\r'))]);

    /// <summary>Opens an element.</summary>
    public void Open(string name)
    {
        output.Write("<"u8);
        Encoding.UTF8.GetBytes(name, output);
        output.Write(">"u8);
    }

    /// <summary>Opens an element that sets the default namespace.</summary>
    public void Open(string name, string xmlNamespace)
    {
        output.Write("<"u8);
        Encoding.UTF8.GetBytes(name, output);
        output.Write(" xmlns=\""u8);
        Encoding.UTF8.GetBytes(xmlNamespace, output);
        output.Write("\">"u8);
    }

    /// <summary>Closes an element.</summary>
    public void Close(string name)
    {
        output.Write("</"u8);
        Encoding.UTF8.GetBytes(name, output);
        output.Write(">"u8);
    }

    /// <summary>An element without content.</summary>
    public void Empty(string name)
    {
        output.Write("<"u8);
        Encoding.UTF8.GetBytes(name, output);
        output.Write("/>"u8);
    }

    /// <summary>An element with text.</summary>
    public void Element(string name, string text)
    {
        Open(name);
        Text(text);
        Close(name);
    }

    /// <summary>Text, escaped.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        for (int special; (special = text.IndexOfAny(Special)) >= 0; text = text[(special + 1)..])
        {
            Encoding.UTF8.GetBytes(text[..special], output);
            output.Write(text[special] switch
            {
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '&' => "&amp;"u8,
                '\r' => "&#xD;"u8,    // bare, a parser would make it a line feed
                _ => "\uFFFD"u8,
            });
        }
        Encoding.UTF8.GetBytes(text, output);
    }
}
