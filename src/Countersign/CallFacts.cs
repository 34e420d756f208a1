namespace Countersign;

/// <summary>What a door knows about a request apart from its content.</summary>
/// <param name="RequestId">A UUID, in the answer and in the logs.</param>
/// <param name="SourceIp">The caller's address; through a proxy only if that proxy is configured.</param>
/// <param name="SecureTransport">True over TLS.</param>
public sealed record CallFacts(string RequestId, string SourceIp, bool SecureTransport)
{
    /// <summary>The User-Agent header, at most 256 characters.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The Referer header, if sent.</summary>
    public string? Referer { get; init; }

    /// <summary>The region of the signature's scope; the console's calls are of the default region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>A browser this user has signed in with before, as its cookie proves: its password tries are counted apart.</summary>
    public string? KnownBrowser { get; init; }

    /// <summary>Why, in the words of the administrator who does it; for the audit log.</summary>
    public string? Reason { get; init; }

    /// <summary>Where password tries are counted: the known browser, else the IPv4 address or the IPv6 /64 network.</summary>
    public string CountedSource => KnownBrowser is not null ? "browser " + KnownBrowser : SourceNetwork();

    private string SourceNetwork()
    {
        if (!System.Net.IPAddress.TryParse(SourceIp, out var address))
            return SourceIp;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return SourceIp;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new System.Net.IPAddress(bytes) + "/64";
    }
}
