using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Passkeys from end to end: a real browser, with an authenticator in software.</summary>
[Collection(OtherBrowser.Name)]
public sealed partial class PasskeyTests(Site site) : BrowserTest(site)
{
    private const string NotAccepted = "That passkey or security key was not accepted. Try again; if it goes on, use another way to sign in and ask your administrator.";

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public async Task A_passkey_is_assigned_asked_for_first_renamed_and_removed(bool resident, bool verifiesUser, bool synchronised)
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page, resident, verifiesUser, synchronised);
        await Assign(alice, userName, "my-key");
        await Expect(alice.Page.GetByText(SerialNumber())).ToBeVisibleAsync();
        await alice.Reads("MFA just now");
        await alice.Press("Sign out");

        for (var i = 0; i < 2; i++)
        {
            await SignInWithPasskey(alice, userName);
            await alice.Reads("MFA just now");
            if (i == 0)
                await alice.Press("Sign out");
        }

        await alice.Follow("Manage my-key");
        await alice.Follow("Rename");
        await alice.IsAt("Rename my-key");
        await alice.Type("Device name", "other-key");
        await alice.Press("Rename");
        await alice.IsAt("other-key");
        await alice.Reads("It is called other-key now.");
        await alice.Follow("Remove");
        await alice.IsAt("Remove other-key from your account?");
        await alice.Press("Remove other-key");
        await alice.Reads("Only a password protects your account.");
        await alice.Press("Sign out");
        await alice.SignIn(userName, Password);
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task The_same_authenticator_twice_is_told_by_the_browser_and_another_one_is_assigned()
    {
        var (alice, userName) = await User();
        var first = await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "first");

        await BeginToAssign(alice, userName, "second");
        await alice.Press("Create passkey");
        await Says(alice, "This passkey or security key is registered here already. Use another one.");

        var kept = await first.Credentials();
        await first.Clear();
        await alice.Press("Create passkey");
        await alice.IsAt("second is assigned");
        await alice.Press("Sign out");

        await SignInWithPasskey(alice, userName);
        await alice.Press("Sign out");
        await first.Clear();
        await first.Add(kept[0]);
        Site.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await SignInWithPasskey(alice, userName);
        await Expect(alice.Page.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync([new Regex("^first", RegexOptions.None, Patience), new Regex("^second", RegexOptions.None, Patience)]);
    }

    [Fact]
    public async Task A_copied_key_whose_counter_goes_back_is_refused_and_told_to_the_audit_log()
    {
        var (alice, userName) = await User();
        var key = await Authenticator.PlugInto(alice.Page, resident: false);
        await Assign(alice, userName, "yubikey");
        var copy = (await key.Credentials())[0];
        await alice.Press("Sign out");
        await SignInWithPasskey(alice, userName);
        await alice.Press("Sign out");
        await SignInWithPasskey(alice, userName);
        await alice.Press("Sign out");

        await key.Clear();
        await key.Add(copy);
        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        await alice.Press("Use passkey");

        await alice.Reads("This security key was refused, since its counter went back: there may be a copy of it. Use another way to sign in, and ask your administrator to remove this key.");
        Assert.Equal(("PossiblyClonedKey", "signature counter 2 after 3"), await LastRefusal("countersign:SignInWithPasskey"));
        var admin = await Admin();
        await admin.Open($"/users/{userName}/security-credentials");
        await Expect(admin.Page.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(new Regex("^yubikey", RegexOptions.None, Patience));
    }

    [Theory]
    [InlineData("isBogusSignature", "InvalidSignature")]
    [InlineData("isBadUP", "UserPresentFlagNotSet")]
    public async Task An_authenticator_that_answers_wrongly_is_refused(string how, string reason)
    {
        var (alice, userName) = await User();
        var key = await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        await alice.Press("Sign out");
        await key.Break(how);

        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        await alice.Press("Use passkey");

        await alice.Reads(NotAccepted);
        Assert.Equal(("PasskeyRefused", reason), await LastRefusal("countersign:SignInWithPasskey"));
    }

    [Theory]
    [InlineData("type", "client data is not of type webauthn.get")]
    [InlineData("challenge", "challenge is another")]
    [InlineData("origin", "origin is not")]
    [InlineData("crossOrigin", "cross-origin")]
    [InlineData("topOrigin", "top origin given")]
    [InlineData("authenticatorData", "InvalidSignature")]
    [InlineData("rpIdHash", "InvalidRpidHash")]
    [InlineData("flags", "UserPresentFlagNotSet")]
    [InlineData("signCount", "InvalidSignature")]
    [InlineData("signature", "InvalidSignature")]
    [InlineData("userHandle", "user handle is another's")]
    [InlineData("id", "passkey is not known")]
    public async Task Each_field_of_a_real_assertion_is_looked_at(string field, string reason)
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        await alice.Press("Sign out");
        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");

        await OnItsWay(alice, "/sign-in/passkey", answer => Change(answer, field));
        await alice.Press("Use passkey");

        await alice.Reads(NotAccepted);
        var (code, told) = await LastRefusal("countersign:SignInWithPasskey");
        Assert.Equal("PasskeyRefused", code);
        Assert.StartsWith(reason, told, StringComparison.Ordinal);
        await alice.Page.UnrouteAllAsync();
        await alice.Press("Use passkey");
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task An_answer_that_is_sent_twice_works_once()
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page, synchronised: true);
        await Assign(alice, userName, "key");
        await alice.Press("Sign out");
        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        string? sent = null;
        alice.Page.Request += (_, request) => sent = request is { Method: "POST" } && request.Url.EndsWith("/sign-in/passkey", StringComparison.Ordinal) ? request.PostData : sent;
        await alice.Press("Use passkey");
        await alice.IsAt("My security credentials");

        // The next sign-in of the same browser, with the answer of the last.
        await alice.Press("Sign out");
        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        var old = sent!;
        await OnItsWay(alice, "/sign-in/passkey", answer => answer, old);
        await alice.Press("Use passkey");

        await alice.Reads("This page was open for too long, or was sent already. Try again.");
    }

    [Fact]
    public async Task What_the_browser_could_not_do_is_said_in_words_and_can_be_tried_again()
    {
        var (alice, userName) = await User();
        var key = await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        await alice.Press("Sign out");
        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        var kept = await key.Credentials();
        await key.Clear();

        await alice.Press("Use passkey");
        await Says(alice, "No passkey was used: it was cancelled, there is none here, or the time was over. Try again when you are ready.");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Use passkey" })).ToBeFocusedAsync();

        await key.Add(kept[0]);
        await alice.Press("Use passkey");
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task The_device_used_last_is_asked_for_first_and_the_other_is_one_link_away()
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        var admin = await Admin();
        var phone = await admin.Assign(userName, "phone");
        await alice.SignIn(userName, Password);
        await alice.IsAt("Enter your MFA code");    // none was used yet, and the phone is the younger one

        await alice.Page.GetByText("Try another way").ClickAsync();
        await alice.Follow("key");
        await alice.IsAt("Use your passkey");
        await alice.Page.GetByText("Try another way").ClickAsync();
        await alice.Follow("phone");
        await alice.IsAt("Enter your MFA code");
        await alice.Open("/sign-in/passkey");
        await alice.Press("Use passkey");
        await alice.IsAt("My security credentials");
        await alice.Press("Sign out");

        await alice.SignIn(userName, Password);
        await alice.IsAt("Use your passkey");
        await alice.Page.GetByText("Try another way").ClickAsync();
        await alice.Follow("phone");
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task Before_credentials_are_changed_the_passkey_confirms_with_the_password_and_leads_back()
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        Site.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        try
        {
            await BeginToAssign(alice, userName, "second", "Confirm that it is you");
            await Expect(alice.Page).ToHaveURLAsync(new Regex("/confirm/passkey", RegexOptions.None, Patience));
            await alice.Type("Password", "Wrong-Horse-1");
            await alice.Press("Confirm with passkey");
            await alice.ReadsBeside("Password", "That password is not right.");

            await alice.Type("Password", Password);
            await alice.Press("Confirm with passkey");

            await alice.IsAt("Assign MFA device");
            await Expect(alice.Field("Device name")).ToHaveValueAsync("second");
        }
        finally
        {
            Site.Server.Clock.Advance(TimeSpan.FromMinutes(-16));
        }
    }

    [Fact]
    public async Task Without_script_the_page_says_so_and_shows_the_other_ways()
    {
        var (alice, userName) = await User();
        await Authenticator.PlugInto(alice.Page);
        await Assign(alice, userName, "key");
        var plain = await Visitor(javaScript: false);

        await plain.SignIn(userName, Password);
        await plain.IsAt("Use your passkey");

        await plain.Reads("A passkey needs JavaScript, which is off in this browser. Switch it on, or use another way.");
        await Expect(plain.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task At_an_address_where_browsers_use_no_passkeys_the_wizard_says_why()
    {
        await using var server = new RunningServer { PublicUrl = "http://127.0.0.1:8700" };
        await server.InitializeAsync();
        const string why = "Passkeys and security keys do not work at 127.0.0.1: browsers bind them to a name, never to an IP address. Set PublicUrl to the console's name, such as https://iam.example.org.";
        Assert.Contains("Note: " + why, server.Announcement, StringComparison.Ordinal);
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);

        await admin.Open("/users/admin/mfa/assign");

        await admin.Reads(why);
        await Expect(admin.Page.GetByRole(AriaRole.Radio, new() { Name = "Passkey or security key" })).ToBeDisabledAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Radio, new() { Name = "Authenticator app" })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Under_another_name_than_the_consoles_own_the_page_says_where_to_go()
    {
        await using var server = new RunningServer { PublicUrl = "https://iam.example.org" };
        await server.InitializeAsync();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);

        await BeginToAssign(admin, "admin", "key");

        await Says(admin, "Passkeys and security keys work only at https://iam.example.org: open the console there.");
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Create passkey" })).ToBeDisabledAsync();
    }

    [GeneratedRegex("^arn:aws:iam::[0-9]{12}:u2f/user/alice-[0-9]+/my-key-[A-Z2-7]{17}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SerialNumber();

    /// <summary>The fields of a form on its way to the server can be changed: a false browser, with a real key.</summary>
    private static Task OnItsWay(Visitor visitor, string path, Func<JsonElement, object> change, string? instead = null) =>
        visitor.Page.RouteAsync("**" + path, async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            var fields = Fields(route.Request.PostData!);
            using var answer = JsonDocument.Parse(fields["Answer"]);
            fields["Answer"] = JsonSerializer.Serialize(change(answer.RootElement));
            if (instead is not null)
                (fields["Answer"], fields["Challenge"]) = (Fields(instead)["Answer"], Fields(instead)["Challenge"]);

            await route.ContinueAsync(new()
            {
                PostData = System.Text.Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))),
            });
        });

    private static Dictionary<string, string> Fields(string form) => form.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(
        pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);

    private static Dictionary<string, object?> Change(JsonElement answer, string field)
    {
        var response = answer.GetProperty("response").EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.GetString(), StringComparer.Ordinal);
        var changed = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = answer.GetProperty("id").GetString(),
            ["rawId"] = answer.GetProperty("rawId").GetString(),
            ["type"] = "public-key",
            ["response"] = response,
        };
        switch (field)
        {
            case "id":
                changed["id"] = changed["rawId"] = Encode(new byte[32]);
                break;
            case "type" or "challenge" or "origin" or "crossOrigin" or "topOrigin":
                var client = JsonSerializer.Deserialize<Dictionary<string, object>>(Decode(response["clientDataJSON"]))!;
                client[field] = field switch
                {
                    "type" => "webauthn.create",
                    "challenge" => Encode(new byte[32]),
                    "origin" => "https://evil.example",
                    "crossOrigin" => true,
                    _ => "https://evil.example",
                };
                response["clientDataJSON"] = Encode(JsonSerializer.SerializeToUtf8Bytes(client));
                break;
            case "rpIdHash" or "flags" or "signCount":
                var data = Decode(response["authenticatorData"]);
                data[field == "rpIdHash" ? 0 : field == "flags" ? 32 : 36] ^= 1;
                response["authenticatorData"] = Encode(data);
                break;
            case "authenticatorData":
                var flags = Decode(response["authenticatorData"]);
                flags[32] ^= 4;    // user verified: enough after a password either way, but it was signed
                response["authenticatorData"] = Encode(flags);
                break;
            default:
                var bytes = Decode(response[field]);
                bytes[^1] ^= 1;
                response[field] = Encode(bytes);
                break;
        }

        return changed;
    }

    private static byte[] Decode(object? text) => System.Buffers.Text.Base64Url.DecodeFromChars((string)text!);

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
