using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Query;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> bytes, of a body or of a query string; strict.</summary>
/// <remarks>
/// WHATWG URL section 5.1, but what that text repairs is refused here: bad percent escapes, bytes that are no UTF-8,
/// repeated names, values without a name, U+0000. Empty pieces (<c>a=1&amp;&amp;b=2</c>) are nothing.
/// </remarks>
internal static class FormReader
{
    /// <summary>The most parameters a request may have.</summary>
    public const int MaxParameters = 10_000;

    /// <summary>Reads a form into parameters, behind those that are there.</summary>
    /// <exception cref="ApiError">MalformedQueryString: says what could not be read.</exception>
    public static void Read(ReadOnlySpan<byte> form, Parameters into)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(form.Length);
        try
        {
            foreach (var range in form.Split((byte)'&'))
            {
                var piece = form[range];
                if (!piece.IsEmpty)
                    ReadPiece(piece, buffer, into);
            }
        }
        finally
        {
            // Passwords pass through here.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static void ReadPiece(ReadOnlySpan<byte> piece, Span<byte> buffer, Parameters into)
    {
        var equals = piece.IndexOf((byte)'=');
        var name = Decode(equals < 0 ? piece : piece[..equals], buffer, "the name of a parameter");
        if (name.Length == 0)
            throw QueryErrors.MalformedQueryString("A parameter has a value but no name.");

        var value = equals < 0 ? "" : Decode(piece[(equals + 1)..], buffer, name);
        if (into.Count == MaxParameters)
        {
            throw QueryErrors.MalformedQueryString(string.Create(
                CultureInfo.InvariantCulture, $"The request has more than {MaxParameters} parameters."));
        }
        if (!into.TryAdd(name, value))
            throw QueryErrors.MalformedQueryString($"The parameter {Short(name)} is sent more than once.");
    }

    private static string Decode(ReadOnlySpan<byte> text, Span<byte> buffer, string where)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || Hex(text[i + 1]) is not { } high || Hex(text[i + 2]) is not { } low)
                    throw QueryErrors.MalformedQueryString($"A '%' in {Short(where)} is not followed by two hexadecimal digits.");
                buffer[length++] = (byte)(high << 4 | low);
                i += 2;
            }
            else
            {
                buffer[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        var bytes = buffer[..length];
        if (!Utf8.IsValid(bytes))
            throw QueryErrors.MalformedQueryString($"The bytes of {Short(where)} are not UTF-8.");
        if (bytes.Contains((byte)0))
            throw QueryErrors.MalformedQueryString($"There is a U+0000 in {Short(where)}.");
        return Encoding.UTF8.GetString(bytes);
    }

    private static int? Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => null,
    };

    private static string Short(string name) => name.Length <= 128 ? name : $"{name.AsSpan(0, 128)}...";
}
