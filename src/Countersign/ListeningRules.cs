using System.Net;

namespace Countersign;

/// <summary>Where the server may listen, and what the address is called.</summary>
internal static class ListeningRules
{
    /// <exception cref="StartupException">Not an address, or plain HTTP beyond this machine.</exception>
    public static void Check(IReadOnlyList<string> urls, ServerOptions options)
    {
        if (urls.Count == 0)
            throw new StartupException("Urls is empty. Give an address such as http://localhost:8700.");
        foreach (var url in urls)
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new StartupException($"'{url}' is not an address to listen on. Right would be http://localhost:8700.");
            }

            if (address.Scheme != "http")
            {
                throw new StartupException(
                    $"{url}: only http:// is listened on. For TLS put a proxy in front, and set PublicUrl and TrustedProxies.");
            }

            if (address is { Host: "localhost", Port: 0 })    // two addresses, which could not share a port that is chosen later
                throw new StartupException($"{url} has no port. Give one, or http://127.0.0.1:0 for any that is free.");

            var local = address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
            if (!local && !options.AllowPlaintextHttpOnTheNetwork)
            {
                throw new StartupException(
                    $"{url} would send passwords in clear over the network. Listen on http://localhost and put a TLS proxy in front (with PublicUrl and TrustedProxies set), or set AllowPlaintextHttpOnTheNetwork.");
            }
        }
    }

    /// <summary>The address as people open it: by name, since passkeys do not work by number.</summary>
    public static string Shown(string url)
    {
        var address = BindingAddress.Parse(url);
        var host = address.Host is "127.0.0.1" or "[::1]" or "[::]" or "0.0.0.0" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
