using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

public sealed class ChangePasswordTests(TestServer server) : IClassFixture<TestServer>
{
    private const string OnOneself = "arn:aws:iam::*:user/${aws:username}";

    [Fact]
    public async Task The_old_password_buys_a_new_one_that_need_not_be_changed()
    {
        var user = await UserWithPassword(Documents.Allow("iam:ChangePassword", OnOneself), resetRequired: true);

        await Change(user, Passwords.First, Passwords.Second);

        var profile = await server.Stored(store => store.LoginProfiles.Find(user.UserId));
        Assert.False(profile!.ResetRequired);
        Assert.Equal(PasswordVerdict.Right, await server.Service<PasswordHasher>().Verify(Passwords.Second, profile.PasswordHash));
    }

    [Fact]
    public async Task A_wrong_old_password_is_refused_and_after_five_one_must_wait()
    {
        var user = await UserWithPassword(Documents.Allow("iam:ChangePassword", OnOneself));

        for (var i = 0; i < Attempt.FreeTries; i++)
            await Refused.With("AccessDenied", 403, "The old password is not right.", () => Change(user, Passwords.Second, Passwords.Of("Third-Time-3")));

        await Refused.With(
            "AccessDenied", 403, "Too many wrong passwords. Try again in 1 second.", () => Change(user, Passwords.First, Passwords.Second));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Change(user, Passwords.First, Passwords.Second);
    }

    [Fact]
    public async Task A_weak_new_password_is_refused_and_does_not_count_as_a_wrong_try()
    {
        var user = await UserWithPassword(Documents.Allow("iam:ChangePassword", OnOneself));

        for (var i = 0; i <= Attempt.FreeTries; i++)
        {
            await Refused.With(
                "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must have at least 8 characters.",
                () => Change(user, Passwords.First, Passwords.Of("Short-1")));
        }
    }

    [Fact]
    public async Task The_new_password_must_differ()
    {
        var user = await UserWithPassword(Documents.Allow("iam:ChangePassword", OnOneself));

        await Refused.With(
            "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must not be one that was used before.",
            () => Change(user, Passwords.First, Passwords.First));
    }

    [Fact]
    public async Task A_user_without_a_password_has_none_to_change()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("iam:ChangePassword", OnOneself));

        await Refused.With(
            "NoSuchEntity", 404, $"Login Profile for User {user.UserName} cannot be found.",
            () => Change(user, Passwords.First, Passwords.Second));
    }

    [Fact]
    public Task Whoever_is_no_user_has_no_password() => Refused.With(
        "InvalidUserType", 400, "Only an IAM user can change a password, with its own access key or console session.",
        () => server.Run(new AsLocalOperator(), new ChangePassword.Request(Passwords.First, Passwords.Second)));

    [Fact]
    public async Task It_needs_a_policy_unless_the_accounts_password_policy_lets_users_change()
    {
        var user = await UserWithPassword();
        await Refused.With(
            "AccessDenied", 403,
            $"User: {user.Arn} is not authorized to perform: iam:ChangePassword on resource: {user.Arn} because no identity-based policy allows the iam:ChangePassword action",
            () => Change(user, Passwords.First, Passwords.Second));

        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(MinimumPasswordLength: 8, AllowUsersToChangePassword: true));
        try
        {
            await Change(user, Passwords.First, Passwords.Second);
            var session = new AsSession(user.UserName, MfaAt: null);
            var refused = await Assert.ThrowsAsync<ApiError>(
                () => server.Run(session, new ChangePassword.Request(Passwords.Second, Passwords.First)));
            Assert.Equal("InvalidClientTokenId", refused.Code);
        }
        finally
        {
            await server.AsAdmin(new DeleteAccountPasswordPolicy.Request());
        }
    }

    private Task<Nothing> Change(User user, Password old, Password next) =>
        server.Run(new AsUser(user.UserName), new ChangePassword.Request(old, next));

    private async Task<User> UserWithPassword(string? policy = null, bool resetRequired = false)
    {
        var user = await server.AddUser(server.NewName(), policy is null ? [] : [policy]);
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First, resetRequired));
        return user;
    }
}
