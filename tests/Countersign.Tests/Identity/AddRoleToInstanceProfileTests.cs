using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class AddRoleToInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task A_second_role_is_refused_and_the_same_one_again()
    {
        var (one, two, profile) = (await SomeRole.Add(server), await SomeRole.Add(server), await NewProfile());
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, one.RoleName));

        foreach (var role in new[] { two, one })
        {
            await Refused.With(
                "LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
                () => server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, role.RoleName)));
        }

        Assert.Equal(one.RoleId, Assert.Single((await server.AsAdmin(new GetInstanceProfile.Request(profile))).InstanceProfile.Roles).RoleId);
    }

    [Fact]
    public async Task An_unknown_role_is_named()
    {
        var profile = await NewProfile();

        await Refused.With(
            "NoSuchEntity", 404, "The role with name ghost cannot be found.",
            () => server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, "ghost")));
    }

    [Fact]
    public async Task The_role_must_be_one_that_the_caller_may_pass()
    {
        var (role, profile) = (await SomeRole.Add(server, path: "/team/"), await NewProfile());
        var request = new AddRoleToInstanceProfile.Request(profile, role.RoleName);
        var without = await server.AddUser(server.NewName(), Documents.Allow("iam:AddRoleToInstanceProfile"));
        var elsewhere = await server.AddUser(
            server.NewName(), Documents.Allow("iam:AddRoleToInstanceProfile"), Documents.Allow("iam:PassRole", "arn:aws:iam::*:role/other/*"));
        var with = await server.AddUser(server.NewName(), Documents.Allow("iam:AddRoleToInstanceProfile"), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/team/*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}}
            """);

        foreach (var user in new[] { without, elsewhere })
        {
            await Refused.With(
                "AccessDenied", 403,
                $"User: {user.Arn} is not authorized to perform: iam:PassRole on resource: {SomeRole.ArnOf(server, role.RoleName)} because no identity-based policy allows the iam:PassRole action",
                () => server.Run(new AsUser(user.UserName), request));
        }

        await server.Run(new AsUser(with.UserName), request);
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new AddRoleToInstanceProfile.Request("ghost", "ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AddRoleToInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new AddRoleToInstanceProfile.Request("ghost", "ghost"));

    private async Task<string> NewProfile() =>
        (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile")))).InstanceProfile.InstanceProfileName;
}
