using System.Buffers.Text;
using System.Text;

namespace Countersign;

/// <summary>Pages of a list: a marker holds the key of the last item shown, so that pages stay right when others write.</summary>
internal static class Marker
{
    /// <summary>Items of a page unless the caller wants fewer (IAM API Reference, MaxItems).</summary>
    public const int DefaultItems = 100;

    /// <summary>The key to go on after; empty for the first page.</summary>
    /// <exception cref="ApiError">ValidationError: not a marker of ours.</exception>
    public static string Read(string? marker)
    {
        if (marker is null)
            return "";
        try
        {
            var bytes = Base64Url.DecodeFromChars(marker);
            var key = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return key.Length > 0 ? key : throw IamErrors.InvalidMarker();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw IamErrors.InvalidMarker();
        }
    }

    /// <summary>Cuts a list that was read one item too long into a page.</summary>
    /// <returns>The page, whether there is more, and the marker if so.</returns>
    public static (IReadOnlyList<T> Items, bool IsTruncated, string? Next) Cut<T>(IReadOnlyList<T> items, int? maxItems, Func<T, string> key)
    {
        var limit = maxItems ?? DefaultItems;
        if (items.Count <= limit)
            return (items, false, null);
        var page = items.Take(limit).ToList();
        return (page, true, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key(page[^1]))));
    }
}
