using System.Diagnostics;
using System.Text.Json.Nodes;
using Countersign.Examples;

namespace Countersign.Clients.Tests.Api;

/// <summary>What docs/authorize.md shows works: a shop of a hundred lines whose refunds need MFA, and the ways to ask.</summary>
public sealed class AuthorizeExampleTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string OfTheShop = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["countersign:VerifySignature","countersign:Evaluate"],"Resource":"*"}}""";

    private const string OfTheCustomer =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"arn:aws:shop::*:order/17","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";

    private static readonly string Examples = Path.Combine(AppContext.BaseDirectory, "examples");

    [Fact]
    public async Task A_refund_is_refused_without_MFA_and_granted_with_it()
    {
        var name = server.NewName("customer");
        var customer = await User(name, OfTheCustomer);
        var session = await WithMfa(name, customer);
        using var shop = await Shop.Open(server, await User(server.NewName("shop"), OfTheShop));

        var without = await Refund(shop, customer, "17");
        var proven = await Refund(shop, session, "17");
        var another = await Refund(shop, session, "18");
        var stranger = await Refund(shop, customer with { Secret = new string('x', 40) }, "17");

        var arn = $"arn:aws:iam::{server.Admin.AccountId}:user/{name}";
        Assert.StartsWith($$"""403 {"reason": "User: {{arn}} is not authorized to perform: shop:Refund on resource: """, without, StringComparison.Ordinal);
        Assert.Equal($$"""200 {"refunded": "17", "by": "{{arn}}"}""", proven);
        Assert.StartsWith("403 ", another, StringComparison.Ordinal);
        Assert.StartsWith("401 ", stranger, StringComparison.Ordinal);
        Assert.Contains("SignatureDoesNotMatch", stranger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_and_the_class_of_the_page_ask_in_their_ways()
    {
        var shop = await User(server.NewName("shop"), OfTheShop);
        var question = $$$"""{"subject":{"type":"user","id":"{{{server.Admin.UserName}}}"},"action":{"name":"shop:Refund"},"resource":{"type":"order","id":"17"}}""";
        using var http = new HttpClient();

        var curl = await Tool.Run(
            "curl",
            [
                "--silent", "--show-error", "--fail-with-body", "--aws-sigv4", "aws:amz:us-east-1:countersign", "--user", $"{shop.Id}:{shop.Secret}",
                "--header", "Content-Type: application/json", "--data", question, server.Url + "/access/v1/evaluation",
            ]);
        var asked = await new Ask(http, new Uri(server.Url), shop.Id, shop.Secret, server.Clock).About("/access/v1/evaluation", question, TestContext.Current.CancellationToken);

        Assert.True(curl.ExitCode == 0, curl.Error + curl.Output);
        Assert.Equal("""{"decision":true}""", curl.Output);
        Assert.Equal("""{"decision":true}""", asked);
    }

    private async Task<Keys> User(string name, string policy)
    {
        var (aws, admin) = (new Aws(server), Keys.Of(server.Admin));
        await aws.Ask(admin, "iam", "create-user", "--user-name", name);
        await aws.Ask(admin, "iam", "put-user-policy", "--user-name", name, "--policy-name", "own", "--policy-document", policy);
        return Keys.Of((await aws.Ask(admin, "iam", "create-access-key", "--user-name", name))!["AccessKey"]!);
    }

    private async Task<Keys> WithMfa(string name, Keys keys)
    {
        var (aws, admin) = (new Aws(server), Keys.Of(server.Admin));
        var seedFile = Path.Combine(server.Scratch, name);
        JsonNode made = (await aws.Ask(
            admin, "iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", name, "--bootstrap-method", "Base32StringSeed", "--outfile", seedFile))!;
        var serial = (string)made["VirtualMFADevice"]!["SerialNumber"]!;
        var seed = await File.ReadAllTextAsync(seedFile, TestContext.Current.CancellationToken);
        await aws.Ask(
            admin, "iam", "enable-mfa-device", "--user-name", name, "--serial-number", serial,
            "--authentication-code1", await server.CodeOf(seed, -1), "--authentication-code2", await server.CodeOf(seed));
        return Keys.Of((await aws.Ask(keys, "sts", "get-session-token", "--serial-number", serial, "--token-code", await server.CodeOf(seed, 1)))!["Credentials"]!);
    }

    private async Task<string> Refund(Shop shop, Keys keys, string order)
    {
        var ran = await Tool.Run("/usr/bin/python3", [Path.Combine(Examples, "refund.py"), shop.Url, order], keys.Environment(server.Scratch));
        Assert.True(ran.ExitCode == 0, ran.Error);
        return ran.Output.Trim();
    }

    /// <summary>The shop in a process of its own.</summary>
    private sealed class Shop : IDisposable
    {
        private readonly Process _process;

        private Shop(Process process, string url) => (_process, Url) = (process, url);

        public string Url { get; }

        public static async Task<Shop> Open(RunningServer server, Keys keys)
        {
            var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Examples, "shop.py"), "0"]) { UseShellExecute = false, RedirectStandardOutput = true };
            foreach (var (name, value) in keys.Environment(server.Scratch))
                start.Environment[name] = value;
            start.Environment["COUNTERSIGN_URL"] = server.Url;
            var process = Process.Start(start)!;
            var url = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("http://127.0.0.1:", url, StringComparison.Ordinal);
            return new Shop(process, url!);
        }

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }
}
