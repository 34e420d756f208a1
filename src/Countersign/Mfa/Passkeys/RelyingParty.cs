using System.Net;

namespace Countersign.Mfa.Passkeys;

/// <summary>Whom passkeys are made for: the host and the origin of the console's own address, never what a request claims.</summary>
/// <param name="Id">The host name that passkeys are bound to (WebAuthn Level 3, "RP ID"); under another name they are not found.</param>
/// <param name="Origin">Scheme, host and port as browsers write them; the only one that is accepted.</param>
/// <param name="Problem">Why passkeys cannot work at this address and what would help, in sentences; null when they can.</param>
internal sealed record RelyingParty(string Id, string Origin, string? Problem)
{
    /// <summary>The relying party of a console.</summary>
    /// <param name="consoleUrl">Where browsers open it; a path is left out.</param>
    public static RelyingParty Of(string consoleUrl)
    {
        var url = new Uri(consoleUrl);
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost.ToLowerInvariant();
        var origin = url.IsDefaultPort ? $"{url.Scheme}://{host}" : $"{url.Scheme}://{host}:{url.Port}";
        return new RelyingParty(host, origin, ProblemOf(url.Scheme, host));
    }

    // WebAuthn Level 3, section 5.1.3: the host must be a domain. Secure Contexts, section 3.1: https, or localhost.
    private static string? ProblemOf(string scheme, string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
            return $"Passkeys and security keys do not work at {host}: browsers bind them to a name, never to an IP address. Set PublicUrl to the console's name, such as https://iam.example.org.";
        var isLocal = host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal);
        return scheme == Uri.UriSchemeHttps || isLocal
            ? null
            : $"Passkeys and security keys do not work at {scheme}://{host}: browsers ask for https, except at localhost. Put TLS in front and set PublicUrl to https://{host}.";
    }
}
