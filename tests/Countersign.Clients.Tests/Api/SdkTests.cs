using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Countersign.Clients.Tests.Api;

/// <summary>The way through MFA with the SDKs that programs use.</summary>
public sealed class SdkTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string WrongCode = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";
    private const string NotValid = "Authentication code for device is not valid.";

    private const string Boto3 = """
        import json, subprocess, sys, time
        import boto3
        from botocore.exceptions import ClientError
        url, user, name = sys.argv[1:]
        iam, sts = boto3.client("iam", endpoint_url=url), boto3.client("sts", endpoint_url=url)
        def refusal(call, **arguments):
            try:
                call(**arguments)
            except ClientError as e:
                return {"name": e.response["Error"]["Code"], "message": e.response["Error"]["Message"],
                        "status": e.response["ResponseMetadata"]["HTTPStatusCode"], "attempts": e.response["ResponseMetadata"]["RetryAttempts"] + 1}
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
        serial, seed = device["SerialNumber"], device["Base32StringSeed"].decode()
        start = int(time.time())
        before, now, next = [subprocess.check_output(["oathtool", "--totp", "-b", seed, "-N", f"@{start + 30 * s}"], text=True).strip() for s in (-1, 0, 1)]
        swapped = refusal(iam.enable_mfa_device, UserName=user, SerialNumber=serial, AuthenticationCode1=now, AuthenticationCode2=before)
        iam.enable_mfa_device(UserName=user, SerialNumber=serial, AuthenticationCode1=before, AuthenticationCode2=now)
        keys = sts.get_session_token(SerialNumber=serial, TokenCode=next)["Credentials"]
        used = refusal(sts.get_session_token, SerialNumber=serial, TokenCode=next)
        session = boto3.client("iam", endpoint_url=url, aws_access_key_id=keys["AccessKeyId"],
                               aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
        devices = [d for page in session.get_paginator("list_mfa_devices").paginate(UserName=user, PaginationConfig={"PageSize": 1}) for d in page["MFADevices"]]
        [shown] = [d for d in devices if d["SerialNumber"] == serial]
        print(json.dumps({"png": device["QRCodePNG"][1:4].decode(), "swapped": swapped, "used": used, "user": session.get_user()["User"]["UserName"],
                          "shown": shown["SerialNumber"], "enabled": shown["EnableDate"].tzinfo is not None}))
        """;

    private Keys Admin => Keys.Of(server.Admin);

    [Fact]
    public async Task Boto3_enrols_proves_and_reads_the_refusals()
    {
        var name = server.NewName("boto3");
        var ran = await Tool.Run("/usr/bin/python3", ["-c", Boto3, server.Url, server.Admin.UserName, name], Admin.Environment(server.Scratch));
        CheckThread(ran, name, "InvalidAuthenticationCode");
    }

    [Fact]
    public async Task JavaScript_v3_enrols_proves_and_reads_the_refusals()
    {
        var folder = await JavaScript.Installed();
        var name = server.NewName("javascript");
        var environment = Admin.Environment(server.Scratch);
        environment.Remove("PATH");    // Node.js may be anywhere
        var ran = await Tool.Run("node", ["thread.mjs", server.Url, server.Admin.UserName, name], environment, folder);
        CheckThread(ran, name, "InvalidAuthenticationCodeException");
    }

    [Fact]
    public async Task Dotnet_takes_a_session_with_a_code_and_is_refused_the_same_code()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var aws = new Aws(server);
        var seedFile = Path.Combine(server.Scratch, "seed");
        var made = await aws.Ask(Admin, "iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", server.NewName("dotnet"), "--bootstrap-method", "Base32StringSeed", "--outfile", seedFile);
        var serial = (string)made!["VirtualMFADevice"]!["SerialNumber"]!;
        var seed = await File.ReadAllTextAsync(seedFile, cancellation);
        await aws.Ask(Admin, "iam", "enable-mfa-device", "--user-name", server.Admin.UserName, "--serial-number", serial,
            "--authentication-code1", await server.CodeOf(seed, -1), "--authentication-code2", await server.CodeOf(seed));
        var request = new GetSessionTokenRequest { SerialNumber = serial, TokenCode = await server.CodeOf(seed, 1) };
        var config = new AmazonSecurityTokenServiceConfig { ServiceURL = server.Url, AuthenticationRegion = "us-east-1" };

        using var sts = new AmazonSecurityTokenServiceClient(Admin.Id, Admin.Secret, config);
        var session = (await sts.GetSessionTokenAsync(request, cancellation)).Credentials;
        var refusal = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.GetSessionTokenAsync(request, cancellation));
        using var later = new AmazonSecurityTokenServiceClient(session, config);
        var caller = await later.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation);

        Assert.Equal(("AccessDenied", HttpStatusCode.Forbidden, ErrorType.Sender), (refusal.ErrorCode, refusal.StatusCode, refusal.ErrorType));
        Assert.Equal(WrongCode, refusal.Message);
        Assert.Equal(server.Admin.AccountId, caller.Account);
    }

    private void CheckThread(Tool.Ran ran, string device, string nameOfInvalidCode)
    {
        Assert.True(ran.ExitCode == 0, ran.Error);
        var said = JsonNode.Parse(ran.Output)!;
        Assert.Equal("PNG", (string)said["png"]!);
        Assert.Equal((nameOfInvalidCode, NotValid, 403, 1), Refusal(said["swapped"]!));
        Assert.Equal(("AccessDenied", WrongCode, 403, 1), Refusal(said["used"]!));
        Assert.Equal(server.Admin.UserName, (string)said["user"]!);
        Assert.Equal($"arn:aws:iam::{server.Admin.AccountId}:mfa/{device}", (string)said["shown"]!);
        Assert.True((bool)said["enabled"]!);
    }

    private static (string Name, string Message, int Status, int Attempts) Refusal(JsonNode said) =>
        ((string)said["name"]!, (string)said["message"]!, (int)said["status"]!, (int)said["attempts"]!);
}
