using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateLoginProfileTests(TestServer server)
{
    [Fact]
    public async Task The_password_is_hashed_and_signs_in()
    {
        var user = await server.AddUser(server.NewName());

        var profile = (await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First, PasswordResetRequired: true))).LoginProfile;

        Assert.Equal(new IamLoginProfile(user.UserName, server.Clock.GetUtcNow(), true), profile);
        var stored = await server.Stored(store => store.LoginProfiles.Find(user.UserId));
        Assert.StartsWith("$argon2id$", stored!.PasswordHash, StringComparison.Ordinal);
        Assert.Equal(PasswordVerdict.Right, await server.Service<PasswordHasher>().Verify(Passwords.First, stored.PasswordHash));
    }

    // Public case A22.
    [Fact]
    public async Task A_letter_with_its_accent_apart_is_the_same_letter()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.Of("Espa\u00F1a-2026")));

        var answer = await server.Run(
            new Nobody(), new SignInWithPassword.Request(user.AccountId, user.UserName, Passwords.Of("Espan\u0303a-2026")));

        Assert.Equal(SignInStep.Done, answer.Step);
    }

    [Fact]
    public async Task A_second_one_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));

        await Refused.With(
            "EntityAlreadyExists", 409, $"Login Profile for user {name} already exists.",
            () => server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.Second)));
    }

    [Theory]
    [InlineData("Short-1", "It must have at least 8 characters.")]
    [InlineData("onlylowercase1", "It must have three of these: upper-case letters, lower-case letters, digits, symbols.")]
    public async Task A_weak_password_is_refused_and_what_is_missing_is_said(string password, string what)
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "PasswordPolicyViolation", 400, $"Password does not conform to the account password policy. {what}",
            () => server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.Of(password))));
    }

    [Fact]
    public async Task The_password_must_be_given()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "ValidationError", 400,
            "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
            () => server.AsAdmin(new CreateLoginProfile.Request(name)));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new CreateLoginProfile.Request("ghost", Passwords.First)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreateLoginProfile", server.UserArn("ghost"), new CreateLoginProfile.Request("ghost", Passwords.First));
}
