using Countersign.Identity;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateRoleTests(TestServer server)
{
    [Fact]
    public async Task Sessions_may_last_as_long_as_it_says_from_now_on()
    {
        var user = await server.AddUser(server.NewName());
        var role = await SomeRole.Add(server, SomeRole.Trust(user.Arn));
        var ask = () => server.Run(new AsUser(user.UserName), new AssumeRole.Request(role.Arn, "session", DurationSeconds: 7200));
        await Refused.With(
            "ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", ask);

        await server.AsAdmin(new UpdateRole.Request(role.RoleName, MaxSessionDuration: 7200));

        Assert.Equal(server.Clock.GetUtcNow().AddHours(2), (await ask()).Credentials.Expiration);
    }

    [Fact]
    public async Task A_description_that_is_left_out_stays_and_a_duration_is_an_hour_again()
    {
        var role = await SomeRole.Add(server);
        await server.AsAdmin(new UpdateRole.Request(role.RoleName, "For tests.", 7200));
        Assert.Equal(("For tests.", 7200), await Told(role));

        await server.AsAdmin(new UpdateRole.Request(role.RoleName));
        Assert.Equal(("For tests.", 3600), await Told(role));

        await server.AsAdmin(new UpdateRole.Request(role.RoleName, ""));
        Assert.Equal(("", 3600), await Told(role));
    }

    [Fact]
    public async Task All_else_stays()
    {
        var role = await SomeRole.Add(server, path: "/team/", tags: new Tag("a", "1"));
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(role.RoleName, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        var before = (await server.AsAdmin(new GetRole.Request(role.RoleName))).Role;

        await server.AsAdmin(new UpdateRole.Request(role.RoleName, "other"));

        Assert.Equivalent(before with { Description = "other" }, (await server.AsAdmin(new GetRole.Request(role.RoleName))).Role, strict: true);
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new UpdateRole.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateRole", SomeRole.ArnOf(server, "ghost"), new UpdateRole.Request("ghost"));

    private async Task<(string? Description, int Seconds)> Told(IamRole role)
    {
        var now = (await server.AsAdmin(new GetRole.Request(role.RoleName))).Role;
        return (now.Description, now.MaxSessionDuration);
    }
}
