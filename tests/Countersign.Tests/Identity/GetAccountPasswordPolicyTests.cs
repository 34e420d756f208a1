using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetAccountPasswordPolicyTests(TestServer server)
{
    [Fact]
    public Task An_account_without_one_says_so() => Refused.With(
        "NoSuchEntity", 404, $"The Password Policy with domain name {server.Admin.AccountId} cannot be found.",
        () => server.AsAdmin(new GetAccountPasswordPolicy.Request()));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GetAccountPasswordPolicy", "*", new GetAccountPasswordPolicy.Request());
}
