using System.Net;
using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Nodes;

/// <summary>What one node was told, the other knows at its next request.</summary>
public sealed class SharedStateTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_sign_in_goes_on_page_by_page_whichever_node_answers(int firstNode)
    {
        var user = await nodes.First.AddUser(nodes.First.NewName());
        await nodes.First.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First, PasswordResetRequired: true));
        await nodes.First.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var phone = await nodes.First.AddDevice(user.UserName);
        using var visitor = new Visitor(nodes, firstNode);

        await visitor.Get("/sign-in");
        Redirected("/sign-in/code", await visitor.Post("/sign-in", ("Account", nodes.First.Admin.AccountId), ("UserName", user.UserName), ("Password", Passwords.First.Reveal())));
        await visitor.Get("/sign-in/code");
        Redirected("/sign-in/new-password", await visitor.Post("/sign-in/code", ("Code", new Phone(phone.Base32Key).CodeAt(nodes.Now))));
        await visitor.Get("/sign-in/new-password");
        Redirected("/", await visitor.Post("/sign-in/new-password", ("NewPassword", "Battery-Staple-2"), ("Repeated", "Battery-Staple-2")));
        for (var i = 0; i < 3; i++)
        {
            using var page = await visitor.Get("/my/security-credentials");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        Redirected("/sign-in", await visitor.Post("/sign-out"));
        using var after = await visitor.Get("/my/security-credentials");
        Assert.StartsWith("/sign-in", after.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_comes_or_goes_on_one_node_is_in_force_at_the_next_request_on_the_other()
    {
        var user = await nodes.First.AddUser(nodes.First.NewName());
        var administrator = Arn.OfBuiltInPolicy(ManagedPolicies.Administrator);
        foreach (var node in nodes.All)
            await Refused.By(() => node.Run(new AsUser(user.UserName), new ListUsers.Request()));    // remembered there from now on

        for (var round = 0; round < 10; round++)
        {
            var (here, there) = round % 2 == 0 ? (nodes.First, nodes.Second) : (nodes.Second, nodes.First);
            await here.AsAdmin(new AttachUserPolicy.Request(user.UserName, administrator));
            await there.Run(new AsUser(user.UserName), new ListUsers.Request());
            await here.AsAdmin(new PutUserPolicy.Request(user.UserName, "no", Documents.AllowAll.Replace("Allow", "Deny", StringComparison.Ordinal)));
            await Refused.By(() => there.Run(new AsUser(user.UserName), new ListUsers.Request()));
            await here.AsAdmin(new DeleteUserPolicy.Request(user.UserName, "no"));
            await there.Run(new AsUser(user.UserName), new ListUsers.Request());
            await here.AsAdmin(new DetachUserPolicy.Request(user.UserName, administrator));
            await Refused.By(() => there.Run(new AsUser(user.UserName), new ListUsers.Request()));
        }
    }

    [Fact]
    public async Task An_access_key_that_is_switched_on_one_node_is_so_at_the_next_request_on_the_other()
    {
        var (name, client) = await UserWithKey();
        var keyId = (await nodes.First.AsAdmin(new ListAccessKeys.Request(name))).AccessKeyMetadata.Single().AccessKeyId;
        foreach (var (status, code) in new[] { (AccessKeyStatus.Inactive, "InvalidClientTokenId"), (AccessKeyStatus.Active, null), (AccessKeyStatus.Inactive, "InvalidClientTokenId") })
        {
            Assert.False(code == await Code(client, nodes.Second));
            await nodes.First.AsAdmin(new UpdateAccessKey.Request(keyId, status, name));
            Assert.Equal(code, await Code(client, nodes.Second));
        }
    }

    [Fact]
    public async Task A_user_who_is_removed_on_one_node_is_nobody_at_the_next_request_on_the_other()
    {
        var user = await nodes.First.AddUser(nodes.First.NewName());
        await nodes.First.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var browser = new Browser(nodes.Second);
        await browser.Password(user.UserName, Passwords.First);
        var session = Client((await nodes.First.Run(new AsUser(user.UserName), new GetSessionToken.Request())).Credentials);
        Assert.Null(await Code(session, nodes.Second));
        await browser.Who();

        await nodes.First.AsAdmin(new DeleteLoginProfile.Request(user.UserName));
        await nodes.First.AsAdmin(new DeleteUser.Request(user.UserName));

        Assert.Equal("InvalidClientTokenId", await Code(session, nodes.Second));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
    }

    [Fact]
    public async Task Sessions_that_are_ended_on_one_node_are_dead_at_the_next_request_on_the_other()
    {
        var user = await nodes.First.AddUser(nodes.First.NewName());
        await nodes.First.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var browser = new Browser(nodes.Second);
        await browser.Password(user.UserName, Passwords.First);
        await browser.On(nodes.First).Who();
        var session = Client((await nodes.Second.Run(new AsUser(user.UserName), new GetSessionToken.Request())).Credentials);
        Assert.Null(await Code(session, nodes.First));
        nodes.First.Clock.Advance(TimeSpan.FromSeconds(1));

        await nodes.First.AsAdmin(new ResetPassword.Request(user.UserName));

        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        Assert.Equal("InvalidClientTokenId", await Code(session, nodes.Second));
        Assert.Equal("InvalidClientTokenId", await Code(session, nodes.First));
    }

    [Fact]
    public void What_one_node_seals_for_a_browser_with_a_key_it_has_just_made_opens_on_the_other()
    {
        // both have read the ring
        Assert.Equal("before", Open(nodes.Second, Seal(nodes.First, "before")));
        Assert.Equal("before", Open(nodes.First, Seal(nodes.Second, "before")));
        foreach (var node in nodes.All)
        {
#pragma warning disable RS0030 // the ring has the real clock
            var now = TimeProvider.System.GetUtcNow();
#pragma warning restore RS0030
            node.Service<IKeyManager>().CreateNewKey(now.AddSeconds(-1), now.AddDays(90));

            Assert.Equal("after", Open(nodes.Other(node), Seal(node, "after")));
        }
    }

    private static string Seal(TestServer node, string text) => node.Server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect(text);

    private static string Open(TestServer node, string text) => node.Server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text);

    private static void Redirected(string to, HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal(to, answer.Headers.Location?.ToString());
        }
    }

    private async Task<string?> Code(SignedClient client, TestServer node) => (await client.At(TwoNodes.Address(node)).Sts(nodes.Now, "GetCallerIdentity")).Code;

    private SignedClient Client(Credentials session) => nodes.Client(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);

    private async Task<(string Name, SignedClient Client)> UserWithKey()
    {
        var user = await nodes.First.AddUser(nodes.First.NewName(), Documents.AllowAll);
        var key = (await nodes.First.AsAdmin(new CreateAccessKey.Request(user.UserName))).AccessKey;
        return (user.UserName, nodes.Client(key.AccessKeyId, key.SecretAccessKey));
    }
}
