using System.Buffers;

namespace Countersign;

/// <summary>Reads from an HTTP request what every door wants to know.</summary>
internal static class RequestFacts
{
    private const int LongestUserAgent = 256;

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl)]);

    /// <summary>The caller's address; a proxy's word counts only if the proxy is configured (see Program).</summary>
    public static string SourceIp(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        return address is null ? "127.0.0.1" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>The User-Agent header, cut, and without control characters.</summary>
    public static string UserAgent(HttpContext http)
    {
        var text = http.Request.Headers.UserAgent.ToString();
        if (text.Length <= LongestUserAgent && !text.AsSpan().ContainsAny(Controls))
            return text;
        return new string([.. text.Take(LongestUserAgent).Where(c => !char.IsControl(c))]);
    }
}
