using System.Net;
using System.Text.RegularExpressions;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;
using Countersign.Tests.UnderFire;

namespace Countersign.Tests.Advisories;

/// <summary>What clients say of themselves, and bytes that nobody sends by mistake.</summary>
public sealed partial class UntrustedInputTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>Heads that no parser should make anything of.</summary>
    private static readonly Dictionary<string, string> Unparsable = new(StringComparer.Ordinal)
    {
        ["an escape that is none"] = "GET /users/%zz HTTP/1.1\r\nHost: x",
        ["a NUL"] = "GET /users%00 HTTP/1.1\r\nHost: x",
        ["bytes beyond ASCII"] = "GET /users/\u00ff\u00fe HTTP/1.1\r\nHost: x",
        ["overlong UTF-8"] = "GET /%c0%ae%c0%ae/users HTTP/1.1\r\nHost: x",
        ["a way up"] = "GET /sign-in/../users HTTP/1.1\r\nHost: x",
        ["an escaped way up"] = "GET /sign-in/%2e%2e/users HTTP/1.1\r\nHost: x",
        ["two slashes"] = "GET //users HTTP/1.1\r\nHost: x",
        ["an absolute address"] = "GET http://evil.example/users HTTP/1.1\r\nHost: evil.example",
        ["an address without slash"] = "GET users HTTP/1.1\r\nHost: x",
        ["a star"] = "GET * HTTP/1.1\r\nHost: x",
        ["a tunnel"] = "CONNECT users:443 HTTP/1.1\r\nHost: users:443",
        ["a method there is not"] = "FETCH /users HTTP/1.1\r\nHost: x",
        ["a method in small letters"] = "get /users HTTP/1.1\r\nHost: x",
        ["no method"] = " /users HTTP/1.1\r\nHost: x",
        ["a host that is none"] = "GET /users HTTP/1.1\r\nHost: a/b",
        ["a cookie that is none"] = "GET /users HTTP/1.1\r\nHost: x\r\nCookie: \u0001;;;=;countersign-session-80=",
        ["an authorization that is none"] = "GET /?Action=ListUsers HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 \u00ff",
        ["a query that is none"] = "GET /?Action=ListUsers&%zz=%zz&X-Amz-Signature=%zz HTTP/1.1\r\nHost: x",
    };

    /// <summary>What the right code begins with, what it ends with, and it with more around it.</summary>
    private static readonly Func<string, int, string>[] Shapes =
    [
        (right, length) => (right + right + right)[..length],
        (right, length) => (right + right + right)[^length..],
        (right, length) => right.PadLeft(length, '0')[^length..],
        (right, length) => right.PadRight(length, '0')[..length],
    ];

    public static TheoryData<string> Heads => [.. Unparsable.Keys];

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task CVE_2021_32637_a_head_that_cannot_be_parsed_is_never_let_through(string head)
    {
        using var client = await RawClient.Open(server.Url);
        await client.Send(Unparsable[head] + "\r\nConnection: close\r\n\r\n");

        var answer = await client.ReadToEnd();

        Assert.Matches("^HTTP/1.1 (303|4[0-9]{2}) ", answer);
        if (answer.StartsWith("HTTP/1.1 303", StringComparison.Ordinal))    // an address is led to its longer form, or to sign-in, whoever asks
            Assert.Matches("\r\nLocation: /(sign-in|users/[^/]+/security-credentials)", answer);
    }

    [Fact]
    public async Task GHSA_j628_q885_8gr5_what_clients_say_is_one_line_in_the_logs_whatever_is_in_it()
    {
        const string forged = "x\r\nFORGED\nFORGED\u0085FORGED\u2028FORGED\u001b[2K";
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        await using var browser = await Console.Browser.Open();
        await browser.Get("/sign-in");
        using var refused = await browser.Post("/sign-in", ("Account", forged), ("UserName", forged), ("Password", forged));
        await Refused.By(() => new Browser(server, forged).Password(forged, Passwords.First, forged));
        await Refused.By(() => user.SignIn(use =>
        {
            (use.Client["type"], use.Client["origin"], use.Client["challenge"]) = (forged, forged, forged);
            return use;
        }));
        await Refused.By(() => server.AsAdmin(new ListMFADevices.Request(forged)));
        using var copy = user.Key.Copy();
        await user.SignIn();
        await Refused.By(() => user.SignIn(with: copy));    // logged as a warning
        await server.Service<WriteBehind>().Flush();

        var lines = server.Log.Text.Split(['\n', '\r', '\u0085', '\u2028'], StringSplitOptions.TrimEntries);
        Assert.DoesNotContain(lines, line => line.StartsWith("FORGED", StringComparison.Ordinal));
        var events = await server.Stored(store => store.AuditEvents.Latest(server.Admin.AccountId, 20));
        Assert.Contains(events, happened => happened.Record.Contains("FORGED", StringComparison.Ordinal));
        Assert.All(events, happened => Assert.DoesNotContain(
            $"{happened.Principal} {happened.Outcome} {happened.Record}", c => char.IsControl(c) || c is '\u2028' or '\u2029'));
    }

    [Theory]
    [InlineData("an algorithm that was not offered")]
    [InlineData("no attestation where it is demanded")]
    [InlineData("a model that is not on the list")]
    [InlineData("no touch")]
    public async Task CVE_2026_8830_the_rules_for_new_passkeys_are_checked_here_whatever_the_page_would_have_done(string against)
    {
        using var user = await PasskeyUser.Come(server);
        await PasskeyUser.Settings(server, new MfaSettings
        {
            AttestationRequired = against == "no attestation where it is demanded",
            Aaguids = against == "a model that is not on the list" ? "ee882879-721c-4913-9775-3dfcce97072a" : "",
        });
        try
        {
            var refusal = await Refused.By(async () => await user.Register(await AsConsole.Open(server, user.Name), change: making => against switch
            {
                "an algorithm that was not offered" => making with { PublicKey = user.Key.CoseKey(-47) },
                "no touch" => making with { Flags = (byte)(making.Flags & ~0x01) },
                _ => making,
            }));

            Assert.StartsWith("Passkey", refusal.Code, StringComparison.Ordinal);
            Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user.Name))).MFADevices);
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Fact]
    public async Task CVE_2026_8830_a_key_that_does_not_verify_its_user_never_stands_for_the_password_too()
    {
        var (user, _) = await PasskeyUser.Enrolled(server, new SoftKey { VerifiesUser = false });
        using var _ = user;
        await PasskeyUser.Settings(server, new MfaSettings { PasswordlessSignIn = true });
        try
        {
            Assert.Equal("PasskeyRefused", (await Refused.By(() => new Browser(server).PasskeyAlone(user.Key))).Code);
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Fact]
    public async Task GHSA_rmmc_8cqj_hfp3_a_code_has_the_devices_number_of_digits_and_no_other()
    {
        var (name, phone) = await server.Enrolled();
        using var client = new ApiClient(server);
        var made = (await server.AsAdmin(new Countersign.Identity.CreateAccessKey.Request(name))).AccessKey;
        var key = ApiClient.LongTerm(made.AccessKeyId, made.SecretAccessKey);
        foreach (var length in new[] { 0, 1, 2, 5, 7, 8, 12, 16 })
        {
            foreach (var shape in Shapes)
            {
                var text = shape(Digits(phone), length);
                var (status, answer) = await client.Post("sts:GetSessionToken", key, ("SerialNumber", phone.Serial.Value), ("TokenCode", text));
                Assert.True(status is 400 or 403, $"{text.Length} digits: {answer}");
                if (shape == Shapes[0] && Passcode.TryParse(text, out var typed))
                    await Refused.By(async () => await (await server.Pending(name)).Code(typed));
                server.Clock.Advance(Attempt.LongestWait);    // so that each is judged
            }
        }

        await server.AsAdmin(new UnlockMFADevice.Request(name, phone.Serial));
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task CVE_2021_22915_addresses_of_one_network_share_its_tries()
    {
        var name = await server.Somebody();
        for (var i = 1; i <= Attempt.FreeTries; i++)
            await Refused.By(() => new Browser(server, $"2001:db8:1:2:{i:x}:{i:x}::{i:x}").Password(name, Passwords.Second));

        Assert.NotNull((await Refused.By(() => new Browser(server, "2001:db8:1:2:ffff::1").Password(name, Passwords.First))).RetryAfter);
        Assert.Equal(SignInStep.Done, await new Browser(server, "2001:db8:1:3::1").Password(name, Passwords.First));
        // An IPv4 address in the clothes of IPv6 is the IPv4 address, and no network of millions.
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Refused.By(() => new Browser(server, "::ffff:198.51.100.1").Password(name, Passwords.Second));
        Assert.NotNull((await Refused.By(() => new Browser(server, "198.51.100.1").Password(name, Passwords.First))).RetryAfter);
        Assert.Equal(SignInStep.Done, await new Browser(server, "::ffff:198.51.100.2").Password(name, Passwords.First));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("192.0.2.1")]
    [InlineData("127.0.0.1")]
    public async Task CVE_2023_49792_only_a_proxy_that_is_listed_says_where_somebody_comes_from_and_only_its_own_word_counts(string? proxies)
    {
        await using var browser = await Console.Browser.Open(("TrustedProxies", proxies));
        var first = browser.Server.FirstStart!;
        await browser.Get("/sign-in");
        for (var i = 0; i <= Attempt.FreeTries; i++)
        {
            // A listed proxy adds the address it has seen at the end; whatever is before it, anybody can have written.
            browser.Forwarded = proxies == "127.0.0.1" ? $"10.0.0.{i}, 198.51.100.7" : $"10.0.0.{i}";
            using var answer = await browser.Post("/sign-in", ("Account", first.AccountId), ("UserName", "admin"), ("Password", "Wrong-horse-9"));
        }

        Assert.Contains("Too many wrong passwords.", browser.Html, StringComparison.Ordinal);
        browser.Forwarded = "198.51.100.8";
        using var elsewhere = await browser.Post("/sign-in", ("Account", first.AccountId), ("UserName", "admin"), ("Password", first.Password));
        Assert.Equal(proxies == "127.0.0.1", elsewhere.StatusCode == HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task CVE_2023_39522_a_page_says_no_more_of_a_user_there_is_than_of_one_there_is_not()
    {
        await using var browser = await Console.Browser.Open();
        var account = browser.Server.FirstStart!.AccountId;
        var pages = new List<string>();
        foreach (var name in new[] { "admin", "nobody" })
        {
            for (var i = 0; i <= Attempt.FreeTries; i++)    // refused, and then to wait
            {
                await browser.Get("/sign-in");
                using var answer = await browser.Post("/sign-in", ("Account", account), ("UserName", name), ("Password", "Wrong-horse-9"));
                pages.Add($"{answer.StatusCode} {answer.Headers.RetryAfter} {Masked().Replace(browser.Html, "*").Replace(name, "NAME", StringComparison.Ordinal)}");
            }
        }

        Assert.Equal(pages[..(pages.Count / 2)], pages[(pages.Count / 2)..], StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SerialNumber=&TokenCode=")]
    [InlineData("SerialNumber=x")]
    [InlineData("TokenCode=123456")]
    [InlineData("SerialNumber=a&SerialNumber=b&TokenCode=123456")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=123456&TokenCode=654321")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=1")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=１２３４５６")]
    [InlineData("DurationSeconds=")]
    [InlineData("DurationSeconds=99999999999999999999")]
    [InlineData("DurationSeconds=-1")]
    public async Task PYSEC_2018_20_empty_missing_and_repeated_parameters_are_refused_and_never_a_failure_of_the_server(string fields)
    {
        using var client = new ApiClient(server);
        var key = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);
        var split = fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).Select(field => (field[0], field[1]));

        var (status, text) = await client.Post("sts:GetSessionToken", key, [.. split]);

        Assert.True(fields.Length == 0 ? status == 200 : status is 400 or 403, $"{status}: {text}");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", " ")]
    [InlineData("admin", "")]
    [InlineData("", "Wrong-horse-9")]
    public async Task PYSEC_2018_20_an_empty_name_or_password_is_said_on_the_page(string name, string password)
    {
        await using var browser = await Console.Browser.Open();
        await browser.Get("/sign-in");

        using var answer = await browser.Post("/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", name), ("Password", password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var nothing = await browser.Post("/sign-in");
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        using var twice = await browser.Post("/sign-in", ("Account", "a"), ("UserName", name), ("UserName", "b"), ("Password", password), ("Password", "b"));
        Assert.True(twice.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{twice.StatusCode}");
    }

    private string Digits(PhoneApp phone) => new Phone(phone.Base32Key).CodeAt(Now);

    [GeneratedRegex("value=\"[^\"]{60,}\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Masked();
}
