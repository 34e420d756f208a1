using System.Text;

namespace Countersign.Otp.SeedFiles;

/// <summary>Files as text: UTF-8, or UTF-16 when a byte order mark says so; never with characters replaced.</summary>
internal static class SeedText
{
    /// <summary>A reader that stands behind the byte order mark and leaves the stream open.</summary>
    /// <param name="stream">The file; read from its beginning.</param>
    /// <remarks>
    /// Its methods throw <see cref="DecoderFallbackException"/> at bytes that are not text; <see cref="SeedFile"/>
    /// makes a sentence of it.
    /// </remarks>
    public static StreamReader Open(Stream stream)
    {
        stream.Position = 0;
        Span<byte> mark = stackalloc byte[3];
        var read = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        var (encoding, length) = mark[..read] switch
        {
            [0xFF, 0xFE, ..] => ((Encoding)new UnicodeEncoding(false, false, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false, throwOnInvalidBytes: true), 2),
            [0xEF, 0xBB, 0xBF] => (new UTF8Encoding(false, throwOnInvalidBytes: true), 3),
            _ => (new UTF8Encoding(false, throwOnInvalidBytes: true), 0),
        };
        stream.Position = length;
        return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
    }
}
