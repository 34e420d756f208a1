using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class AttachRolePolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allows_is_allowed_at_once()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        var ask = () => server.Run(new InRole(name), new ListUsers.Request());
        await SomeRole.Denied(ask);

        await server.AsAdmin(new AttachRolePolicy.Request(name, ReadOnly));
        await server.AsAdmin(new AttachRolePolicy.Request(name, ReadOnly));

        await ask();
    }

    [Fact]
    public async Task What_is_no_policy_arn_and_an_unknown_policy_are_refused()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
            () => server.AsAdmin(new AttachRolePolicy.Request(name, "IAMReadOnlyAccess-and-more-letters")));
        await Refused.With(
            "NoSuchEntity", 404, "Policy arn:aws:iam::111111111111:policy/NAME does not exist or is not attachable.",
            () => server.AsAdmin(new AttachRolePolicy.Request(name, "arn:aws:iam::111111111111:policy/NAME")));
    }

    [Fact]
    public async Task An_eleventh_policy_is_refused()
    {
        var role = await SomeRole.Add(server);
        await server.Database.Write(
            async store =>
            {
                for (var i = 0; i < Quotas.AttachedPolicies; i++)
                    await store.PolicyAttachments.Add(server.Admin.AccountId, role.RoleId, $"arn:aws:iam::aws:policy/x{i}", server.Clock.GetUtcNow());
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for PoliciesPerRole: 10", () => server.AsAdmin(new AttachRolePolicy.Request(role.RoleName, ReadOnly)));
    }

    [Fact]
    public async Task A_policy_can_say_which_policies_may_be_attached()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new AttachRolePolicy.Request(name, ReadOnly));

        await SomeRole.Denied(() => server.Run(new AsUser(boss.UserName), new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("AdministratorAccess"))));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new AttachRolePolicy.Request("ghost", ReadOnly)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AttachRolePolicy", SomeRole.ArnOf(server, "ghost"), new AttachRolePolicy.Request("ghost", ReadOnly));
}
