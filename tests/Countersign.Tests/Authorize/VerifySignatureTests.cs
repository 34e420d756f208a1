using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;
using Countersign.Tests.Query;
using ReceivedRequest = Countersign.Authorize.ReceivedRequest;
using VerifySignature = Countersign.Authorize.VerifySignature;

namespace Countersign.Tests.Authorize;

/// <summary>A shop shows requests that it received. A good one is signed once; each test breaks one thing of it.</summary>
public sealed class VerifySignatureTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Body = """{"amount":"12.50"}""";

    private string Date => server.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    [Fact]
    public async Task It_says_whose_long_term_key_signed_and_never_the_secret()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(server.NewName("buyer"));
        await server.AsAdmin(new TagUser.Request(user.UserName, [new Tag("team", "blue")]));
        var key = await AskingService.Key(server, user);

        var reply = await shop.Post(AskingService.Signature, Shown(Signed(key)));

        var at = server.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Assert.Equal(
            $$$"""{"verified":true,"signer":{"access_key_id":"{{{key.AccessKeyId}}}","account":"{{{user.AccountId}}}","arn":"{{{user.Arn}}}","user_id":"{{{user.UserId}}}","type":"User","user_name":"{{{user.UserName}}}","mfa":false,"signed_at":"{{{at}}}","tags":{"team":"blue"}},"subject":{"type":"access_key","id":"{{{key.AccessKeyId}}}"}}""",
            reply.Text);
        Assert.DoesNotContain(key.SecretAccessKey, server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_MFA_was_given_how_long_ago_and_its_subject_can_be_asked_about()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(
            server.NewName("buyer"),
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""");
        var phone = await server.AddDevice(user.UserName);
        var session = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request(3600, phone.Serial.Value, phone.CodeAt(server.Clock.GetUtcNow())))).Credentials;
        var issued = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromSeconds(42));

        var answer = (await shop.Post(AskingService.Signature, Shown(Signed(session)))).Json;

        Assert.True((bool)answer["signer"]!["mfa"]!);
        Assert.Equal(42, (long)answer["signer"]!["mfa_age"]!);
        Assert.Equal(issued.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), (string)answer["signer"]!["session"]!["issued_at"]!);
        var question = new JsonObject
        {
            ["subject"] = answer["subject"]!.DeepClone(),
            ["action"] = JsonNode.Parse("""{"name":"shop:Refund"}"""),
            ["resource"] = JsonNode.Parse("""{"type":"order","id":"17"}"""),
        };
        Assert.Equal("""{"decision":true}""", (await shop.Post(AskingService.Evaluation, question.ToJsonString())).Text);
    }

    [Fact]
    public async Task Of_a_role_it_tells_the_session_who_stands_behind_it_and_the_tags_of_both()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(server.NewName("buyer"), Documents.AllowAll);
        var role = await SomeRole.Add(
            server,
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{user.Arn}}}"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}""",
            "/", new Tag("team", "blue"), new Tag("floor", "2"));
        var session = (await server.Run(
            new AsUser(user.UserName), new AssumeRole.Request(role.Arn, "till-4", Tags: [new Tag("team", "red")], SourceIdentity: "anna"))).Credentials;

        var signer = (await shop.Post(AskingService.Signature, Shown(Signed(session)))).Json["signer"]!;

        Assert.Equal(Arn.OfRoleSession(user.AccountId, role.RoleName, "till-4"), (string)signer["arn"]!);
        Assert.Equal(("AssumedRole", $"{role.RoleId}:till-4"), ((string)signer["type"]!, (string)signer["user_id"]!));
        Assert.Equal(("till-4", "anna"), ((string)signer["session"]!["name"]!, (string)signer["session"]!["source_identity"]!));
        Assert.Equal("""{"floor":"2","team":"red"}""", signer["tags"]!.ToJsonString());
        Assert.False((bool)signer["mfa"]!);
    }

    [Theory]
    [InlineData("method", "\"PUT\"")]
    [InlineData("path", "\"/orders/18/refund\"")]
    [InlineData("query", "\"dry=no\"")]
    [InlineData("body_sha256", "\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    public async Task Whatever_of_it_was_changed_the_signature_is_not_good(string member, string value)
    {
        var (code, message) = await RefusalOf(shown => shown["request"]![member] = JsonNode.Parse(value));

        Assert.Equal("SignatureDoesNotMatch", code);
        Assert.StartsWith("The request signature we calculated does not match the signature you provided.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "\"other.example\"", "SignatureDoesNotMatch")]
    [InlineData("Host", "null", "SignatureDoesNotMatch")]
    [InlineData("Authorization", "null", "MissingAuthenticationToken")]
    [InlineData("Authorization", "\"AWS4-HMAC-SHA256 Credential=a\"", "IncompleteSignature")]
    [InlineData("X-Amz-Date", "\"20200101T000000Z\"", "SignatureDoesNotMatch")]
    public async Task A_header_that_is_other_than_was_signed_is_told_with_its_code(string header, string value, string code) =>
        Assert.Equal(code, (await RefusalOf(shown => Set(shown["request"]!["headers"]!.AsObject(), header, JsonNode.Parse(value)))).Code);

    [Theory]
    [InlineData("service", "warehouse", "Credential should be scoped to correct service: 'warehouse'.")]
    [InlineData("region", "eu-west-2", "Credential should be scoped to a valid Region, not 'eu-west-1'.")]
    public async Task What_was_signed_for_another_service_or_region_is_not_good_here(string member, string value, string message) =>
        Assert.Equal(("SignatureDoesNotMatch", message), await RefusalOf(shown => shown[member] = value));

    [Fact]
    public async Task A_signature_without_Host_is_not_good()
    {
        using var shop = await AskingService.Of(server);
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));

        var reply = await shop.Post(AskingService.Signature, Shown(Signed(key) with { Unsigned = ["host"] }));

        Assert.Equal((200, "IncompleteSignature", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."), (reply.Status, reply.Code, reply.Message));
    }

    [Fact]
    public async Task It_is_good_for_fifteen_minutes_and_a_replay_verifies_until_then()
    {
        using var shop = await AskingService.Of(server);
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));
        var shown = Shown(Signed(key));

        Assert.True((bool)(await shop.Post(AskingService.Signature, shown)).Json["verified"]!);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((bool)(await shop.Post(AskingService.Signature, shown)).Json["verified"]!);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await shop.Post(AskingService.Signature, shown);
        Assert.Equal((200, false, "SignatureDoesNotMatch"), (late.Status, (bool)late.Json["verified"]!, late.Code));
        Assert.StartsWith("Signature expired: ", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_nobodys_inactive_or_of_another_account_is_told_alike()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(server.NewName("buyer"));
        var inactive = await AskingService.Key(server, user);
        await server.AsAdmin(new UpdateAccessKey.Request(inactive.AccessKeyId, AccessKeyStatus.Inactive, user.UserName));
        var other = await server.Run(new AsLocalOperator(), new CreateAccount.Request());
        Credentials[] keys = [new Credentials(Signer.KeyId, Signer.Secret, "", default), inactive, new Credentials(other.AccessKeyId, other.SecretAccessKey, "", default)];

        foreach (var key in keys)
        {
            Assert.Equal(
                """{"verified":false,"error":{"status":403,"code":"InvalidClientTokenId","message":"The security token included in the request is invalid"}}""",
                (await shop.Post(AskingService.Signature, Shown(Signed(key)))).Text);
        }
    }

    [Fact]
    public async Task A_session_must_bring_its_token_and_be_in_force()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(server.NewName("buyer"));
        var session = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request(900))).Credentials;

        async Task<string> CodeOf(Credentials credentials) => (await shop.Post(AskingService.Signature, Shown(Signed(credentials)))).Code;

        Assert.Equal("InvalidClientTokenId", await CodeOf(session with { SessionToken = "" }));
        Assert.Equal("SignatureDoesNotMatch", await CodeOf(session with { SecretAccessKey = Signer.Secret }));
        server.Clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("ExpiredToken", await CodeOf(session));
    }

    [Fact]
    public async Task A_presigned_address_verifies_and_has_no_body()
    {
        using var shop = await AskingService.Of(server);
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));
        var signer = Signed(key) with { Method = "GET", Body = "", Headers = [("Host", "shop.example")] };
        var target = signer.Presigned().Path;
        var query = string.Join('&', signer.Presigned().Query.All.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        JsonObject Shown(string body) => new()
        {
            ["service"] = "shop",
            ["region"] = "eu-west-1",
            ["request"] = new JsonObject
            {
                ["method"] = "GET",
                ["path"] = target,
                ["query"] = query,
                ["headers"] = new JsonObject { ["host"] = "shop.example" },
                ["body_sha256"] = Hash(body),
            },
        };

        Assert.True((bool)(await shop.Post(AskingService.Signature, Shown("").ToJsonString())).Json["verified"]!);
        Assert.Equal("IncompleteSignature", (await shop.Post(AskingService.Signature, Shown("x").ToJsonString())).Code);
    }

    [Fact]
    public async Task The_keys_last_use_is_that_of_the_other_service()
    {
        using var shop = await AskingService.Of(server);
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));

        await shop.Post(AskingService.Signature, Shown(Signed(key)));

        await server.Service<WriteBehind>().Flush();
        var used = await server.AsAdmin(new GetAccessKeyLastUsed.Request(key.AccessKeyId));
        Assert.Equal(("shop", "eu-west-1"), (used.AccessKeyLastUsed.ServiceName, used.AccessKeyLastUsed.Region));
    }

    [Theory]
    [InlineData("service", null, "service is missing.")]
    [InlineData("region", "\"\"", "region must be a text of 1 to 64 characters.")]
    [InlineData("request", "\"x\"", "request must be an object.")]
    [InlineData("request.path", "\"orders\"", "request.path must be the path as received: it begins with '/' and has no '?'.")]
    [InlineData("request.path", "\"/orders?x=1\"", "request.path must be the path as received: it begins with '/' and has no '?'.")]
    [InlineData("request.headers", "[]", "request.headers must be an object.")]
    [InlineData("request.headers", "{\"host\":1}", "request.headers.host must be a text of 0 to 32768 characters.")]
    [InlineData("request.body_sha256", "\"AB\"", "request.body_sha256 must be the SHA-256 of the body in 64 hexadecimal digits, in lower case.")]
    public async Task A_question_that_cannot_be_read_is_refused_itself(string path, string? value, string message)
    {
        using var shop = await AskingService.Of(server);
        var shown = JsonNode.Parse(Shown(Signed(new Credentials(Signer.KeyId, Signer.Secret, "", default))))!;
        var names = path.Split('.');
        Set((names.Length == 1 ? shown : shown[names[0]]!).AsObject(), names[^1], value is null ? null : JsonNode.Parse(value));

        var reply = await shop.Post(AskingService.Signature, shown.ToJsonString());

        Assert.Equal((400, "ValidationError", message), (reply.Status, reply.Code, reply.Message));
    }

    [Fact]
    public async Task Who_may_not_ask_learns_nothing_of_a_signature()
    {
        using var shop = await AskingService.Of(server, Documents.Allow("countersign:Evaluate"));
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));

        var good = await shop.Post(AskingService.Signature, Shown(Signed(key)));
        var bad = await shop.Post(AskingService.Signature, Shown(Signed(key with { SecretAccessKey = Signer.Secret })));

        Assert.Equal((403, "AccessDenied"), (good.Status, good.Code));
        Assert.Equal((bad.Status, bad.Message), (good.Status, good.Message));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "countersign:VerifySignature", "*", new VerifySignature.Request("shop", "eu-west-1", new ReceivedRequest("GET", "/", [], new byte[32])));

    [Fact]
    public async Task The_audit_log_tells_who_had_signed_and_nothing_of_the_request()
    {
        using var shop = await AskingService.Of(server);
        var user = await server.AddUser(server.NewName("buyer"));
        var key = await AskingService.Key(server, user);

        await shop.Post(AskingService.Signature, Shown(Signed(key)));
        var good = JsonNode.Parse(await AskingService.LastEvent(server, "countersign:VerifySignature"))!;
        await shop.Post(AskingService.Signature, Shown(Signed(key with { SecretAccessKey = Signer.Secret })));
        var bad = JsonNode.Parse(await AskingService.LastEvent(server, "countersign:VerifySignature"))!;

        Assert.Equal("""{"service":"shop","region":"eu-west-1"}""", good["requestParameters"]!.ToJsonString());
        Assert.Equal(user.Arn, (string)good["responseElements"]!["signerArn"]!);
        Assert.Equal("""{"verified":false,"refusalCode":"SignatureDoesNotMatch"}""", bad["responseElements"]!.ToJsonString());
    }

    /// <summary>A client's request to the shop.</summary>
    private Signer Signed(Credentials credentials) => new()
    {
        Path = "/orders/17/refund",
        Date = Date,
        Region = "eu-west-1",
        Service = "shop",
        AccessKeyId = credentials.AccessKeyId,
        SecretAccessKey = credentials.SecretAccessKey,
        Body = Body,
        Headers =
        [
            ("Host", "shop.example"), ("Content-Type", "application/json"), ("X-Amz-Date", Date),
            .. credentials.SessionToken.Length > 0 ? [("X-Amz-Security-Token", credentials.SessionToken)] : ((string, string)[])[],
        ],
    };

    /// <summary>What the shop tells of it.</summary>
    private static string Shown(Signer signer)
    {
        var headers = new JsonObject { ["Authorization"] = signer.Authorization() };
        foreach (var (name, value) in signer.Headers)
            headers[name] = value;
        return new JsonObject
        {
            ["service"] = "shop",
            ["region"] = "eu-west-1",
            ["request"] = new JsonObject
            {
                ["method"] = signer.Method,
                ["path"] = signer.Path,
                ["headers"] = headers,
                ["body_sha256"] = Hash(signer.Body),
            },
        }.ToJsonString();
    }

    private async Task<(string Code, string Message)> RefusalOf(Action<JsonNode> change)
    {
        using var shop = await AskingService.Of(server);
        var key = await AskingService.Key(server, await server.AddUser(server.NewName("buyer")));
        var shown = JsonNode.Parse(Shown(Signed(key)))!;
        Assert.True((bool)(await shop.Post(AskingService.Signature, shown.ToJsonString())).Json["verified"]!);
        change(shown);

        var reply = await shop.Post(AskingService.Signature, shown.ToJsonString());

        Assert.Equal((200, false), (reply.Status, (bool)reply.Json["verified"]!));
        return (reply.Code, reply.Message);
    }

    private static void Set(JsonObject parent, string name, JsonNode? value)
    {
        parent.Remove(name);
        if (value is not null)
            parent[name] = value;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
