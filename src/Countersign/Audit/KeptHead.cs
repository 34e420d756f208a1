using System.Globalization;

namespace Countersign.Audit;

/// <summary>Where the chain ended once, kept where whoever writes to the database cannot: <c>1234:</c> and the link's 64 hexadecimal digits.</summary>
/// <param name="Number">The last event's number; 0 before the first.</param>
/// <param name="Link">32 bytes.</param>
internal sealed record KeptHead(long Number, ReadOnlyMemory<byte> Link)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="ApiError">ValidationError.</exception>
    public static KeptHead Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text.Length - colon - 1 != 2 * AuditChain.Bytes
            || !long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw AuditErrors.BadHead(text);
        }

        var link = new byte[AuditChain.Bytes];
        return Convert.FromHexString(text.AsSpan(colon + 1), link, out _, out _) == System.Buffers.OperationStatus.Done
            ? new KeptHead(number, link)
            : throw AuditErrors.BadHead(text);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Convert.ToHexStringLower(Link.Span)}");
}
