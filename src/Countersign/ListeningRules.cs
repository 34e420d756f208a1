using System.Net;

namespace Countersign;

/// <summary>Where the server may listen, and what the address is called.</summary>
internal static class ListeningRules
{
    /// <summary>The addresses in a setting, which are separated by semicolons.</summary>
    public static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Checks where metrics are served: they are told to whoever asks, so beyond this machine the same flag is asked for.</summary>
    /// <exception cref="StartupException">As <see cref="Check"/>.</exception>
    public static void CheckMetrics(ServerOptions options)
    {
        if (options.MetricsUrls is not { } urls)
            return;
        if (Split(urls) is not { Length: > 0 } addresses)
            throw new StartupException("MetricsUrls is empty. Give an address such as http://localhost:9464, or leave it out.");
        foreach (var url in addresses)
        {
            var address = Parse(nameof(ServerOptions.MetricsUrls), url, "http://localhost:9464");
            if (!IsLocal(address) && !options.AllowPlaintextHttpOnTheNetwork)
            {
                throw new StartupException(
                    $"MetricsUrls: {url} would tell metrics to whoever asks on the network. Listen on http://localhost and let a proxy ask who it is, or set AllowPlaintextHttpOnTheNetwork.");
            }
        }
    }

    /// <exception cref="StartupException">Not an address, or plain HTTP beyond this machine.</exception>
    public static void Check(IReadOnlyList<string> urls, ServerOptions options)
    {
        if (urls.Count == 0)
            throw new StartupException("Urls is empty. Give an address such as http://localhost:8700.");
        foreach (var url in urls)
        {
            var address = Parse(nameof(ServerOptions.Urls), url, "http://localhost:8700");
            if (!IsLocal(address) && !options.AllowPlaintextHttpOnTheNetwork)
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

    private static BindingAddress Parse(string setting, string url, string right)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartupException($"{setting}: '{url}' is not an address to listen on. Right would be {right}.");
        }

        if (address.Scheme != "http")
        {
            throw new StartupException(
                $"{setting}: {url}: only http:// is listened on. For TLS put a proxy in front, and set PublicUrl and TrustedProxies.");
        }

        return address is { Host: "localhost", Port: 0 }    // two addresses, which could not share a port that is chosen later
            ? throw new StartupException($"{setting}: {url} has no port. Give one, or http://127.0.0.1:0 for any that is free.")
            : address;
    }

    private static bool IsLocal(BindingAddress address) =>
        address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
