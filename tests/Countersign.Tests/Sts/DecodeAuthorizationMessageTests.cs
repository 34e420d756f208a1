using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts;

public sealed class DecodeAuthorizationMessageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Gate = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"Gate","Effect":"Deny","Action":"shop:*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}""";

    private const string NotOurs = "This is no encoded authorization message of this account, or it is not whole.";

    [Fact]
    public async Task A_refusal_opens_into_who_wanted_what_and_what_denied_it()
    {
        var user = await server.AddUser(server.NewName(), Gate);

        var json = JsonNode.Parse((await Decode(await Message(user.UserName))).DecodedMessage)!;

        Assert.Equal((false, true), ((bool)json["allowed"]!, (bool)json["explicitDeny"]!));
        var statement = Assert.Single(json["matchedStatements"]!["items"]!.AsArray())!;
        Assert.Equal(("Gate", "DENY", "shop:*", "*"), (
            (string?)statement["statementId"], (string?)statement["effect"], (string?)statement["actions"]!["items"]![0]!["value"],
            (string?)statement["resources"]!["items"]![0]!["value"]));
        Assert.Equal("aws:MultiFactorAuthPresent", (string?)statement["conditions"]!["items"]![0]!["key"]);
        Assert.Empty(json["failures"]!["items"]!.AsArray());
        var context = json["context"]!;
        Assert.Equal((user.UserId, user.Arn, "shop:Refund", "arn:shop:1"), (
            (string?)context["principal"]!["id"], (string?)context["principal"]!["arn"], (string?)context["action"], (string?)context["resource"]));
        Assert.Contains(
            context["conditions"]!["items"]!.AsArray(),
            key => (string?)key!["key"] == "aws:username" && (string?)key["values"]!["items"]![0]!["value"] == user.UserName);
    }

    [Fact]
    public async Task What_is_allowed_has_no_message_and_what_nothing_allows_has_no_statements()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("shop:List"));

        Assert.Null((await server.AsAdmin(new Explain.Request(user.UserName, "shop:List"))).EncodedMessage);
        var json = JsonNode.Parse((await Decode(await Message(user.UserName))).DecodedMessage)!;
        Assert.False((bool)json["explicitDeny"]!);
        Assert.Empty(json["matchedStatements"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task What_does_not_fit_is_left_out_statements_first()
    {
        var deny = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"shop:*","Resource":["*","arn:aws:s3:::{{new string('x', 9000)}}"]}]}""";
        var user = await server.AddUser(server.NewName(), deny);

        var message = await Message(user.UserName);

        Assert.InRange(message.Length, 1, 10_240);
        var json = JsonNode.Parse((await Decode(message)).DecodedMessage)!;
        Assert.True((bool)json["explicitDeny"]!);
        Assert.Empty(json["matchedStatements"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_changed_one_another_accounts_and_any_other_text_are_refused_alike()
    {
        var message = await Message((await server.AddUser(server.NewName(), Gate)).UserName);
        var others = Convert.ToBase64String(await server.Stored(store => Task.FromResult(
            store.Sealing.Seal("{}"u8, "authorization message", "decision", "210987654321"))));
        var middle = message.Length / 2;
        var changed = message[..middle] + (message[middle] == 'A' ? 'B' : 'A') + message[(middle + 1)..];

        foreach (var text in new[] { changed, others, message[..^4], " " + message, "x", "AAAA", new string('A', 10_240) })
            await Refused.With("InvalidAuthorizationMessageException", 400, NotOurs, () => Decode(text));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "sts:DecodeAuthorizationMessage", "*", new DecodeAuthorizationMessage.Request("AAAA"));

    private async Task<string> Message(string userName) =>
        (await server.AsAdmin(new Explain.Request(userName, "shop:Refund", "arn:shop:1", Mfa: false))).EncodedMessage!;

    private Task<DecodeAuthorizationMessage.Response> Decode(string message) => server.AsAdmin(new DecodeAuthorizationMessage.Request(message));
}
