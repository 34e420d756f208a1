namespace Countersign.Policy.Conditions;

/// <summary>BinaryEquals: the decoded bytes of two Base64 texts.</summary>
internal sealed class BinaryWanted : WantedValue
{
    private readonly byte[] _bytes;

    private BinaryWanted(string text, byte[] bytes)
        : base(text) => _bytes = bytes;

    /// <returns>Null when the text is not Base64.</returns>
    public static BinaryWanted? TryParse(string text) =>
        Decode(text) is { } bytes ? new BinaryWanted(text, bytes) : null;

    public override bool IsMetBy(string actual, RequestContext context) =>
        Decode(actual) is { } bytes && bytes.AsSpan().SequenceEqual(_bytes);

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return !text.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : null;
    }
}
