using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetUserTests(TestServer server)
{
    [Fact]
    public async Task Without_a_name_callers_see_themselves_as_far_as_their_policy_allows()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("iam:GetUser", "arn:aws:iam::*:user/${aws:username}"));

        var seen = (await server.Run(new AsUser(user.UserName), new GetUser.Request())).User;

        Assert.Equal((user.UserName, user.UserId), (seen.UserName, seen.UserId));
    }

    [Fact]
    public async Task A_name_is_found_in_any_case_and_shown_as_it_was_given()
    {
        var user = await server.AddUser(server.NewName("Mia"));

        Assert.Equal(user.UserName, (await server.AsAdmin(new GetUser.Request(user.UserName.ToUpperInvariant()))).User.UserName);
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new GetUser.Request("ghost")));

    [Fact]
    public Task Whoever_is_no_user_must_give_a_name() => Refused.With(
        "ValidationError", 400, "Must specify userName when calling with non-User credentials",
        () => server.Run(new AsLocalOperator(), new GetUser.Request()));

    [Fact]
    public async Task It_needs_a_policy_and_does_not_tell_the_path()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, "/secret/"));

        await Refused.WithoutPolicy(server, "iam:GetUser", server.UserArn(name), new GetUser.Request(name));
    }
}
