using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Countersign.Identity;
using Countersign.Query;
using Countersign.Sts;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.Query;

/// <summary>Requests that are made to cost: refused early, or answered like any other.</summary>
[Collection<SharedServer>]
public sealed class HostileRequestTests(TestServer server)
{
    private const int Limit = QueryEndpoint.BodyLimit;

    private Credentials Admin => ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_read_and_what_nobody_asks_for_in_it_is_ignored()
    {
        const string fixedPart = "Action=GetCallerIdentity&Version=2011-06-15&x=";
        using var client = new ApiClient(server);

        var (status, text) = await client.Post("sts:GetCallerIdentity", Admin, ("x", new string('a', Limit - fixedPart.Length)));

        Assert.True(status == 200, text);
    }

    [Fact]
    public async Task A_body_that_is_announced_to_be_longer_is_refused_before_a_byte_of_it_is_read()
    {
        using var connection = await Connect();

        await Send(connection, $"POST / HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Length: {(Limit + 1).ToString(CultureInfo.InvariantCulture)}\r\n\r\n");

        await IsTooLarge(connection);    // and nothing of the body was ever sent
    }

    [Fact]
    public async Task A_body_without_an_end_is_refused_at_the_limit()
    {
        using var connection = await Connect();
        await Send(connection, $"POST / HTTP/1.1\r\nHost: {server.Url.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n");

        await Send(connection, $"{(Limit + 1).ToString("x", CultureInfo.InvariantCulture)}\r\n{new string('a', Limit + 1)}\r\n");

        await IsTooLarge(connection);    // though the last chunk never comes
    }

    [Fact]
    public async Task Ten_thousand_parameters_are_answered_and_one_more_is_refused()
    {
        using var client = new ApiClient(server);
        var fields = Enumerable.Range(2, 9_998).Select(i => ($"p{i.ToString(CultureInfo.InvariantCulture)}", "1")).ToArray();

        var (answered, _) = await client.Post("sts:GetCallerIdentity", Admin, fields);
        var (refused, text) = await client.Post("sts:GetCallerIdentity", Admin, [.. fields, ("one", "more")]);

        Assert.Equal((200, 400), (answered, refused));
        Assert.Contains("<Message>The request has more than 10000 parameters.</Message>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_a_hundred_parts_belong_to_nobody()
    {
        using var client = new ApiClient(server);
        var deep = string.Join('.', Enumerable.Repeat("A", 100));

        var (status, _) = await client.Post("sts:GetCallerIdentity", Admin, (deep, "1"), ("Tags." + deep, "1"));

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task A_list_with_too_many_items_is_told_so_once_and_its_items_are_not_looked_at()
    {
        using var client = new ApiClient(server);
        var tags = Enumerable.Range(1, 9_000).Select(i => ($"Tags.member.{i.ToString(CultureInfo.InvariantCulture)}.Wrong", "1")).Reverse().ToArray();

        var (status, text) = await client.Post("iam:CreateVirtualMFADevice", Admin, [("VirtualMFADeviceName", server.NewName()), .. tags]);

        Assert.Equal(400, status);
        Assert.Contains(
            "<Message>1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50</Message>",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_list_without_an_end_no_more_than_a_hundred_faults_are_told()
    {
        var parameters = new Parameters();
        FormReader.Read(Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(1, 9_000).Select(i => $"Items.member.{i.ToString(CultureInfo.InvariantCulture)}.Wrong=1"))), parameters);

        var refusal = Assert.Throws<ApiError>(() => RequestBinder.Bind<Endless>(parameters, "countersign:Endless"));

        Assert.StartsWith("100 validation errors detected: Value null at 'items.1.member.key'", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1, 16 * 1024);
    }

    [Fact]
    public async Task A_policy_that_nests_a_hundred_deep_or_says_a_thing_twice_is_refused_in_AWSs_words()
    {
        using var client = new ApiClient(server);
        var user = await server.AddUser(server.NewName());
        foreach (var document in new[]
        {
            string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100)),
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}""",
        })
        {
            var (status, text) = await client.Post(
                "iam:PutUserPolicy", Admin, ("UserName", user.UserName), ("PolicyName", "p"), ("PolicyDocument", document));

            Assert.Equal(400, status);
            Assert.Contains("<Code>MalformedPolicyDocument</Code><Message>Syntax errors in policy.</Message>", text.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_policy_made_to_backtrack_denies_like_any_other()
    {
        using var client = new ApiClient(server);
        var stars = string.Concat(Enumerable.Repeat("l*", 900)) + "b";
        var user = await server.AddUser(server.NewName(), $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:{{stars}}","Resource":"*"} }""");
        var key = (await server.AsAdmin(new CreateAccessKey.Request(user.UserName))).AccessKey;

        var (status, text) = await client.Post("iam:ListUsers", ApiClient.LongTerm(key.AccessKeyId, key.SecretAccessKey), ("PathPrefix", "/" + new string('l', 500)));

        Assert.Equal(403, status);
        Assert.Contains("<Code>AccessDenied</Code>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/%"), InlineData("/_"), InlineData("/*"), InlineData("/?"), InlineData("/[a-z]"), InlineData("/%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b")]
    public async Task A_path_prefix_is_no_pattern(string prefix)
    {
        await server.AddUser(server.NewName());

        Assert.Empty((await server.AsAdmin(new ListUsers.Request(PathPrefix: prefix))).Users);
        Assert.NotEmpty((await server.AsAdmin(new ListUsers.Request(PathPrefix: "/"))).Users);
    }

    private sealed record Item(string Key);

    private sealed record Endless(IReadOnlyList<Item> Items);

    private async Task<TcpClient> Connect()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Url.Host is "localhost" ? "127.0.0.1" : server.Url.Host, server.Url.Port, TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task Send(TcpClient connection, string text) =>
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    private static async Task IsTooLarge(TcpClient connection)
    {
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        var answer = new StringBuilder();
        while (!answer.ToString().Contains("</ErrorResponse>", StringComparison.Ordinal)
            && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            answer.Append(line).Append('\n');
        }

        Assert.StartsWith("HTTP/1.1 413 ", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("<Code>RequestEntityTooLarge</Code>", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("The body has more than 1048576 bytes.", answer.ToString(), StringComparison.Ordinal);
    }
}
