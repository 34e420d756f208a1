using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Observing;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.Secrecy;

/// <summary>A day in the life of a server; then everything it left behind is searched for every secret there was.</summary>
public sealed partial class SecrecyTests(WatchedServer server) : IClassFixture<WatchedServer>
{
    private const string First = "First-horse-staple-1";
    private const string Changed = "Second-horse-staple-2";
    private const string Alices = "Alices-horse-staple-3";
    internal const string Mistyped = "Mistyped-horse-staple-4";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_the_log_metrics_spans_the_database_an_address_or_a_header()
    {
        using var ear = new Eavesdropper(new CookieContainer());
        using var browser = new HttpClient(ear) { BaseAddress = server.Url };
        var admin = server.Admin;
        List<Secret> secrets =
        [
            Secret.Text("one-time password", admin.Password), Secret.Text("password", First), Secret.Text("changed password", Changed),
            Secret.Text("Alice's password", Alices), Secret.Text("mistyped password", Mistyped), Secret.Text("first secret key", admin.SecretAccessKey),
        ];

        // In the console: sign in, choose a password, set up a phone, make a user and a key, change the password, sign out and in again.
        await Post(browser, "/sign-in", "/sign-in", ("Account", admin.AccountId), ("UserName", "admin"), ("Password", Mistyped));
        await Post(browser, "/sign-in", "/sign-in", ("Account", admin.AccountId), ("UserName", "admin"), ("Password", admin.Password));
        await Post(browser, "/sign-in/new-password", "/sign-in/new-password", ("NewPassword", First), ("Repeated", First));
        var setUp = (await Post(browser, "/users/admin/mfa/assign", "/users/admin/mfa/assign", ("DeviceName", "phone")))!;
        var seed = Seed().Match(await browser.GetStringAsync(setUp, Cancellation)).Groups["seed"].Value;
        var phone = new Phone(seed);
        secrets.AddRange(OfSeed("console's seed", seed));
        var now = server.Clock.GetUtcNow();
        await Post(browser, setUp, setUp, ("AuthenticationCode1", phone.CodeAt(now)), ("AuthenticationCode2", phone.CodeAt(now + PhoneApp.Step)));
        server.Clock.Advance(2 * PhoneApp.Step);
        await Post(browser, "/users/create", "/users/create", ("UserName", "alice"), ("ConsoleAccess", "yes"), ("PasswordKind", "own"), ("Password", Alices));
        var shown = (await Post(browser, "/users/alice/access-keys/create", "/users/alice/access-keys/create"))!;
        secrets.Add(Secret.Text("console's secret key", ShownKey().Match(await browser.GetStringAsync(shown, Cancellation)).Groups["key"].Value.Replace("&#x2B;", "+", StringComparison.Ordinal)));
        shown = (await Post(browser, "/my/recovery-codes", "/my/recovery-codes"))!;
        var codes = RecoveryCode().Matches(await browser.GetStringAsync(shown, Cancellation)).Select(match => match.Groups["code"].Value).ToList();
        secrets.AddRange(codes.Select(code => Secret.Text("recovery code", code)));
        secrets.AddRange(codes.Select(code => Secret.Text("recovery code", code.Replace("-", "", StringComparison.Ordinal))));
        Assert.Equal(10, codes.Count);
        await Post(browser, "/my/password", "/my/password", ("OldPassword", First), ("NewPassword", Changed), ("Repeated", Changed));
        await Post(browser, "/my/password", "/sign-out");
        await Post(browser, "/sign-in", "/sign-in", ("Account", admin.AccountId), ("UserName", "admin"), ("Password", Changed));
        await Post(browser, "/sign-in/code", "/sign-in/code", ("Code", phone.CodeAt(server.Clock.GetUtcNow())));
        server.Clock.Advance(2 * PhoneApp.Step);
        await Post(browser, "/my/password", "/sign-out");
        await Post(browser, "/sign-in", "/sign-in", ("Account", admin.AccountId), ("UserName", "admin"), ("Password", Changed));
        await Post(browser, "/sign-in/recovery", "/sign-in/recovery", ("RecoveryCode", codes[0]));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/users", Cancellation)).StatusCode);

        // By the API: a key, a device, temporary credentials with MFA.
        using var api = new ApiClient(server, ear);
        var key = ApiClient.LongTerm(admin.AccessKeyId, admin.SecretAccessKey);
        secrets.Add(Secret.Text("API's secret key", await Answer(api, key, "iam:CreateAccessKey", "SecretAccessKey", ("UserName", "alice"))));
        secrets.AddRange(OfSeed("API's seed", Encoding.ASCII.GetString(Convert.FromBase64String(
            await Answer(api, key, "iam:CreateVirtualMFADevice", "Base32StringSeed", ("VirtualMFADeviceName", "tablet"))))));
        var serial = Arn.OfVirtualDevice(admin.AccountId, "/admin/", "phone");
        var (_, session) = await api.Post("sts:GetSessionToken", key, ("SerialNumber", serial), ("TokenCode", phone.CodeAt(server.Clock.GetUtcNow())));
        var temporary = new Credentials(Element(session, "AccessKeyId"), Element(session, "SecretAccessKey"), Element(session, "SessionToken"), default);
        secrets.Add(Secret.Text("temporary secret key", temporary.SecretAccessKey));
        secrets.Add(Secret.Text("session token", temporary.SessionToken));
        await Answer(api, temporary, "iam:GetUser", "UserName");
        secrets.AddRange(ear.Tokens.Where(token => token.Length > 0).Select(token => Secret.Text("cookie", token)));
        Assert.True(ear.Tokens.Count >= 4, $"{ear.Tokens.Count} cookies");
        Assert.All(secrets, secret => Assert.True(secret.Bytes.Length >= 12, secret.Name));

        await server.Service<WriteBehind>().Flush();
        var places = await Traces.Of(server, ear);
        Assert.Equal([], secrets.SelectMany(secret => places.SelectMany(place => secret.In(place.Name, place.Content))), StringComparer.Ordinal);

        // What is watched from outside tells of nobody either: not by name, not by number.
        string[] names = ["alice", "admin", "phone", "tablet", admin.AccountId, admin.AccessKeyId, temporary.AccessKeyId];
        var watched = server.SpanText + await server.Metrics();
        Assert.Contains("countersign:SignInWithRecoveryCode", watched, StringComparison.Ordinal);
        Assert.Equal([], names.Where(name => IsNamed(name, watched)), StringComparer.Ordinal);
        Assert.True(IsNamed("admin", "arn:aws:iam::1:user/Admin"));
    }

    // As a word of its own: there is an operation IsLastAdministrator.
    private static bool IsNamed(string name, string text) =>
        Regex.IsMatch(text, $"(?<![a-z0-9]){Regex.Escape(name)}(?![a-z0-9])", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(10));

    [Fact]
    public void A_planted_secret_is_found_in_whatever_clothes()
    {
        var secret = new Secret("seed", [.. Enumerable.Range(200, 20).Select(i => (byte)i)]);

        foreach (var (encoding, needle) in secret.Disguises())
            Assert.Contains($"seed as {encoding} in log", secret.In("log", [.. "before "u8, .. needle, .. " after"u8]), StringComparer.Ordinal);
        Assert.Empty(secret.In("log", "nothing"u8.ToArray()));
    }

    [Fact]
    public async Task What_is_written_into_the_database_or_logged_in_clear_would_be_found()
    {
        var planted = Secret.Text("planted", "planted-secret-" + server.NewName());
        await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Sid":"SECRET","Effect":"Deny","Action":"*","Resource":"*"}}
            """.Replace("SECRET", Encoding.UTF8.GetString(planted.Bytes), StringComparison.Ordinal));
        var inHex = Convert.ToHexStringLower(planted.Bytes);
        server.Log.CreateLogger("test").Log(
            Microsoft.Extensions.Logging.LogLevel.Trace, default, inHex, null, (text, _) => text);
        server.Service<IMeterFactory>().Create(Measures.Name).CreateCounter<long>("planted").Add(1, KeyValuePair.Create("who", (object?)inHex));
        using (var source = new ActivitySource(Measures.Name))
            source.StartActivity(inHex)!.Dispose();
        using var ear = new Eavesdropper(new CookieContainer());
        using var client = new HttpClient(ear) { BaseAddress = server.Url };
        await client.GetStringAsync("/healthz", Cancellation);

        var found = (await Traces.Of(server, ear)).SelectMany(place => planted.In(place.Name, place.Content)).ToList();

        Assert.Contains("planted as lower hex in log", found, StringComparer.Ordinal);
        Assert.Contains("planted as lower hex in log in JSON", found, StringComparer.Ordinal);
        Assert.Contains("planted as lower hex in metrics", found, StringComparer.Ordinal);
        Assert.Contains("planted as lower hex in spans", found, StringComparer.Ordinal);
        Assert.Contains(found, line => line.StartsWith(TestServer.OnPostgres ? "planted as raw in rows" : "planted as raw in countersign", StringComparison.Ordinal));
    }

    private static Secret[] OfSeed(string name, string base32)
    {
        Assert.Equal(32, base32.Length);
        return [Secret.Text(name + " as text", base32), new Secret(name, Countersign.Otp.Base32.Decode(base32))];
    }

    /// <summary>Fills in a page's form.</summary>
    /// <returns>Where the answer leads.</returns>
    internal static async Task<string?> Post(HttpClient browser, string page, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.GetStringAsync(page, Cancellation)).Groups["token"].Value;
        using var body = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("form", token)]);
        using var answer = await browser.PostAsync(path, body, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther || fields.Any(field => field.Value == Mistyped), $"{path}: {answer.StatusCode}");
        return answer.Headers.Location?.ToString();
    }

    private static async Task<string> Answer(ApiClient api, Credentials credentials, string action, string element, params (string, string)[] fields)
    {
        var (status, text) = await api.Post(action, credentials, fields);
        Assert.True(status == 200, text);
        return Element(text, element);
    }

    private static string Element(string xml, string name) => xml.Split($"<{name}>")[1].Split($"</{name}>")[0];

    [GeneratedRegex("name=\"form\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("secret=(?<seed>[A-Z2-7]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seed();

    [GeneratedRegex("<li>(?<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){3})</li>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("id=\"secret\">(?<key>[^<]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShownKey();
}
