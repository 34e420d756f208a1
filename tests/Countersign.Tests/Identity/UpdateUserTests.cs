using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateUserTests(TestServer server)
{
    [Fact]
    public async Task A_user_with_a_new_name_and_path_is_the_same_user()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var name = server.NewName();

        await server.AsAdmin(new UpdateUser.Request(user.UserName, "/moved/", name));

        var seen = (await server.Run(new AsUser(name), new GetUser.Request())).User;
        Assert.Equal((user.UserId, Arn.OfUser(user.AccountId, "/moved/", name)), (seen.UserId, seen.Arn));
        await Refused.With(
            "NoSuchEntity", 404, $"The user with name {user.UserName} cannot be found.",
            () => server.AsAdmin(new GetUser.Request(user.UserName)));
    }

    [Fact]
    public async Task The_case_of_a_name_can_be_changed()
    {
        var user = await server.AddUser(server.NewName());
        var shouted = user.UserName.ToUpperInvariant();

        await server.AsAdmin(new UpdateUser.Request(user.UserName, NewUserName: shouted));

        Assert.Equal(shouted, (await server.AsAdmin(new GetUser.Request(user.UserName))).User.UserName);
    }

    [Fact]
    public async Task Another_users_name_is_taken_whatever_its_case()
    {
        var user = await server.AddUser(server.NewName());
        var other = (await server.AddUser(server.NewName())).UserName.ToUpperInvariant();

        await Refused.With(
            "EntityAlreadyExists", 409, $"User with name {other} already exists.",
            () => server.AsAdmin(new UpdateUser.Request(user.UserName, NewUserName: other)));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new UpdateUser.Request("ghost", "/a/")));

    [Fact]
    public async Task Both_the_old_and_the_new_arn_must_be_allowed()
    {
        var user = await server.AddUser(server.NewName("team"));
        var lead = await server.AddUser(server.NewName("lead"), Documents.Allow("iam:UpdateUser", "arn:aws:iam::*:user/team-*"));

        await Refused.With(
            "AccessDenied", 403,
            $"User: {lead.Arn} is not authorized to perform: iam:UpdateUser on resource: {server.UserArn("boss")} because no identity-based policy allows the iam:UpdateUser action",
            () => server.Run(new AsUser(lead.UserName), new UpdateUser.Request(user.UserName, NewUserName: "boss")));
        await server.Run(new AsUser(lead.UserName), new UpdateUser.Request(user.UserName, NewUserName: user.UserName + "-b"));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:UpdateUser", server.UserArn("ghost"), new UpdateUser.Request("ghost", "/a/"));
}
