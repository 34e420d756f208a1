using Countersign.Mfa.Passkeys;

namespace Countersign.Tests;

public sealed class RelyingPartyTests
{
    [Theory]
    [InlineData("https://iam.example.org", "iam.example.org", "https://iam.example.org")]
    [InlineData("https://IAM.Example.org/", "iam.example.org", "https://iam.example.org")]
    [InlineData("https://iam.example.org:443/console", "iam.example.org", "https://iam.example.org")]
    [InlineData("https://iam.example.org:8443", "iam.example.org", "https://iam.example.org:8443")]
    [InlineData("https://bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example")]
    [InlineData("http://localhost:8700", "localhost", "http://localhost:8700")]
    [InlineData("http://iam.localhost", "iam.localhost", "http://iam.localhost")]
    public void Host_and_origin_are_those_of_the_consoles_address(string url, string id, string origin) =>
        Assert.Equal(new RelyingParty(id, origin, null), RelyingParty.Of(url));

    [Theory]
    [InlineData("https://192.0.2.1", "Passkeys and security keys do not work at 192.0.2.1: browsers bind them to a name, never to an IP address. Set PublicUrl to the console's name, such as https://iam.example.org.")]
    [InlineData("https://[2001:db8::1]:8443", "Passkeys and security keys do not work at [2001:db8::1]: browsers bind them to a name, never to an IP address. Set PublicUrl to the console's name, such as https://iam.example.org.")]
    [InlineData("http://127.0.0.1:8700", "Passkeys and security keys do not work at 127.0.0.1: browsers bind them to a name, never to an IP address. Set PublicUrl to the console's name, such as https://iam.example.org.")]
    [InlineData("http://iam.example.org:8080", "Passkeys and security keys do not work at http://iam.example.org: browsers ask for https, except at localhost. Put TLS in front and set PublicUrl to https://iam.example.org.")]
    [InlineData("http://notlocalhost", "Passkeys and security keys do not work at http://notlocalhost: browsers ask for https, except at localhost. Put TLS in front and set PublicUrl to https://notlocalhost.")]
    public void An_address_where_browsers_use_no_passkeys_is_told_with_what_helps(string url, string problem) =>
        Assert.Equal(problem, RelyingParty.Of(url).Problem);
}
