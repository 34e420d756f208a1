using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class DeleteAccountPasswordPolicyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_default_applies_again()
    {
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request());
        var name = (await server.AddUser(server.NewName())).UserName;

        await server.AsAdmin(new DeleteAccountPasswordPolicy.Request());

        await Refused.With(
            "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must have at least 8 characters.",
            () => server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.Of("abcdef"))));
        await Refused.With(
            "NoSuchEntity", 404, $"The Password Policy with domain name {server.Admin.AccountId} cannot be found.",
            () => server.AsAdmin(new DeleteAccountPasswordPolicy.Request()));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:DeleteAccountPasswordPolicy", "*", new DeleteAccountPasswordPolicy.Request());
}
