using System.Net;

namespace Countersign.Clients.Tests.Api;

/// <summary>What somebody with the AWS CLI does, and what it tells them.</summary>
public sealed class AwsCliTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string WrongCode =
        "An error occurred (AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code. ";

    private const string MfaOnly = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}
        """;

    private readonly Aws _aws = new(server);

    private Keys Admin => Keys.Of(server.Admin);

    [Fact]
    public async Task The_picture_enrols_a_code_opens_one_session_and_removal_needs_the_right_order()
    {
        var user = await NewUser();
        var device = await NewDevice();
        var (first, second) = (await server.CodeOf(device.Seed, -1), await server.CodeOf(device.Seed));
        Assert.Contains("(InvalidAuthenticationCode) when calling the EnableMFADevice operation: Authentication code for device is not valid.",
            await _aws.Refusal(Admin, Enable(user.Name, device.Serial, second, first)), StringComparison.Ordinal);
        Assert.Null(await _aws.Ask(Admin, Enable(user.Name, device.Serial, first, second)));

        server.Clock.Advance(Oathtool.Step);
        var code = await server.CodeOf(device.Seed);
        var session = await Session(user.Keys, device.Serial, code);
        var shown = await _aws.Ask(session, "iam", "get-user");
        Assert.Equal(user.Name, (string)shown!["User"]!["UserName"]!);
        Assert.Equal(WrongCode, await _aws.Refusal(user.Keys, SessionToken(device.Serial, code)));

        // A07
        Assert.Contains("(DeleteConflict)", await _aws.Refusal(Admin, "iam", "delete-virtual-mfa-device", "--serial-number", device.Serial), StringComparison.Ordinal);
        Assert.Single((await _aws.Ask(Admin, "iam", "list-mfa-devices", "--user-name", user.Name))!["MFADevices"]!.AsArray());
        Assert.Null(await _aws.Ask(Admin, "iam", "deactivate-mfa-device", "--user-name", user.Name, "--serial-number", device.Serial));
        Assert.Null(await _aws.Ask(Admin, "iam", "delete-virtual-mfa-device", "--serial-number", device.Serial));
    }

    [Fact]
    public async Task A_list_over_two_pages_is_one_list()
    {
        var user = await NewUser();
        var devices = new[] { await NewDevice(), await NewDevice() };
        foreach (var device in devices)
            await Enable(user.Name, device);

        var listed = await _aws.Ask(Admin, "iam", "list-mfa-devices", "--user-name", user.Name, "--page-size", "1");

        Assert.Equal(
            devices.Select(device => device.Serial).Order(StringComparer.Ordinal),
            listed!["MFADevices"]!.AsArray().Select(device => (string)device!["SerialNumber"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_session_without_MFA_may_not_call_IAM()
    {
        var user = await NewUser();
        var session = Keys.Of((await _aws.Ask(user.Keys, "sts", "get-session-token"))!["Credentials"]!);
        Assert.Contains("(InvalidClientTokenId)", await _aws.Refusal(session, "iam", "get-user"), StringComparison.Ordinal);
        Assert.NotNull(await _aws.Ask(session, "sts", "get-caller-identity"));
    }

    [Fact]
    public async Task A08_a_policy_that_wants_MFA_refuses_the_long_term_key_and_lets_the_MFA_session_pass()
    {
        var user = await NewUser();
        var device = await NewDevice();
        await Enable(user.Name, device);
        server.Clock.Advance(Oathtool.Step);

        var refusal = await _aws.Refusal(user.Keys, "iam", "list-users");
        var session = await Session(user.Keys, device.Serial, await server.CodeOf(device.Seed));

        Assert.StartsWith(
            $"An error occurred (AccessDenied) when calling the ListUsers operation: User: arn:aws:iam::{server.Admin.AccountId}:user/{user.Name} is not authorized to perform: iam:ListUsers on resource: ",
            refusal, StringComparison.Ordinal);
        Assert.EndsWith("with an explicit deny in an identity-based policy", refusal, StringComparison.Ordinal);
        Assert.NotNull(await _aws.Ask(session, "iam", "list-users"));
    }

    [Fact]
    public async Task A06_an_unknown_serial_is_not_found_and_a_device_in_use_exists_already()
    {
        var (user, other) = (await NewUser(), await NewUser());
        var device = await NewDevice();
        await Enable(user.Name, device);
        server.Clock.Advance(2 * Oathtool.Step);
        var (first, second) = (await server.CodeOf(device.Seed, -1), await server.CodeOf(device.Seed));

        Assert.Contains("(NoSuchEntity)", await _aws.Refusal(Admin, Enable(other.Name, device.Serial + "x", first, second)), StringComparison.Ordinal);
        Assert.Contains("(EntityAlreadyExists)", await _aws.Refusal(Admin, Enable(other.Name, device.Serial, first, second)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_is_not_there_is_an_invalid_action() =>
        Assert.Contains("(InvalidAction)", await _aws.Refusal(Admin, "iam", "list-saml-providers"), StringComparison.Ordinal);

    [Fact]
    public async Task An_address_that_botocore_signed_can_be_fetched_without_keys()
    {
        const string script = """
            import sys
            from botocore.auth import SigV4QueryAuth
            from botocore.awsrequest import AWSRequest
            from botocore.credentials import Credentials
            url, key, secret = sys.argv[1:]
            request = AWSRequest("GET", url + "/?Action=GetCallerIdentity&Version=2011-06-15")
            SigV4QueryAuth(Credentials(key, secret), "sts", "us-east-1", expires=900).add_auth(request)
            print(request.url)
            """;
        var signed = await Tool.Run("/usr/bin/python3", ["-c", script, server.Url, Admin.Id, Admin.Secret]);
        Assert.True(signed.ExitCode == 0, signed.Error);
        var address = signed.Output.Trim();

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        using var forged = await http.GetAsync(new Uri(address[..^4] + "0000"), TestContext.Current.CancellationToken);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"<Account>{server.Admin.AccountId}</Account>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
    }

    private static string[] Enable(string user, string serial, string first, string second) =>
        ["iam", "enable-mfa-device", "--user-name", user, "--serial-number", serial, "--authentication-code1", first, "--authentication-code2", second];

    private static string[] SessionToken(string serial, string code) =>
        ["sts", "get-session-token", "--serial-number", serial, "--token-code", code];

    private async Task Enable(string user, (string Serial, string Seed) device) =>
        await _aws.Ask(Admin, Enable(user, device.Serial, await server.CodeOf(device.Seed, -1), await server.CodeOf(device.Seed)));

    private async Task<Keys> Session(Keys keys, string serial, string code) =>
        Keys.Of((await _aws.Ask(keys, SessionToken(serial, code)))!["Credentials"]!);

    /// <summary>Somebody who may do everything, but only with MFA.</summary>
    private async Task<(string Name, Keys Keys)> NewUser()
    {
        var name = server.NewName("cli");
        await _aws.Ask(Admin, "iam", "create-user", "--user-name", name);
        await _aws.Ask(Admin, "iam", "put-user-policy", "--user-name", name, "--policy-name", "mfa-only", "--policy-document", MfaOnly);
        return (name, Keys.Of((await _aws.Ask(Admin, "iam", "create-access-key", "--user-name", name))!["AccessKey"]!));
    }

    /// <summary>A new virtual device, its seed read from the picture as a phone would.</summary>
    private async Task<(string Serial, string Seed)> NewDevice()
    {
        var name = server.NewName("phone");
        var picture = Path.Combine(server.Scratch, name + ".png");
        var made = await _aws.Ask(Admin, "iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", name, "--bootstrap-method", "QRCodePNG", "--outfile", picture);
        var read = await Tool.Run("zbarimg", ["-q", "--raw", picture]);
        Assert.StartsWith("otpauth://totp/", read.Output, StringComparison.Ordinal);
        var seed = read.Output.Trim().Split('?')[1].Split('&').Single(part => part.StartsWith("secret=", StringComparison.Ordinal))["secret=".Length..];
        return ((string)made!["VirtualMFADevice"]!["SerialNumber"]!, seed);
    }
}
