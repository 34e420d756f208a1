using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class UpdateAccountPasswordPolicyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_replaces_everything_and_what_is_left_out_gets_its_default()
    {
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(12, true, true, true, true, true, 90, 5, true));
        Assert.Equal(
            new GetAccountPasswordPolicy.Rules(12, true, true, true, true, true, true, 90, 5, true),
            (await server.AsAdmin(new GetAccountPasswordPolicy.Request())).PasswordPolicy);

        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request());
        Assert.Equal(
            new GetAccountPasswordPolicy.Rules(6, false, false, false, false, false, false, null, null, false),
            (await server.AsAdmin(new GetAccountPasswordPolicy.Request())).PasswordPolicy);
    }

    [Fact]
    public async Task New_passwords_must_satisfy_it()
    {
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(MinimumPasswordLength: 20, PasswordReusePrevention: 2));
        var name = (await server.AddUser(server.NewName())).UserName;
        var give = (string password) => server.AsAdmin(new UpdateLoginProfile.Request(name, Passwords.Of(password)));

        await Refused.With(
            "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must have at least 20 characters.",
            () => server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First)));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.Of("the first long password")));
        await give("the second long password");
        await Refused.With(
            "PasswordPolicyViolation", 400,
            "Password does not conform to the account password policy. It must not be one that was used before.",
            () => give("the first long password"));
        await give("the third long password");
        await give("the first long password");
    }

    [Theory]
    [InlineData(5, null, null, "minimumPasswordLength", "greater than or equal to 6")]
    [InlineData(129, null, null, "minimumPasswordLength", "less than or equal to 128")]
    [InlineData(null, 1096, null, "maxPasswordAge", "less than or equal to 1095")]
    [InlineData(null, null, 25, "passwordReusePrevention", "less than or equal to 24")]
    public Task Numbers_out_of_range_are_refused(int? length, int? age, int? reuse, string member, string rule) => Refused.With(
        "ValidationError", 400, $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have value {rule}",
        () => server.AsAdmin(new UpdateAccountPasswordPolicy.Request(length, MaxPasswordAge: age, PasswordReusePrevention: reuse)));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:UpdateAccountPasswordPolicy", "*", new UpdateAccountPasswordPolicy.Request());
}
