using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

/// <summary>Roles for tests.</summary>
internal static class SomeRole
{
    /// <summary>Made by the operation; whoever has a policy for it may assume it.</summary>
    public static async Task<IamRole> Add(TestServer server, string? trust = null, string path = "/", params Tag[] tags) =>
        (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), trust ?? Trust(Arn.OfRoot(server.Admin.AccountId)), path, Tags: tags))).Role;

    /// <summary>A trust policy that lets somebody in.</summary>
    public static string Trust(string principal) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{principal}}}"},"Action":"sts:AssumeRole"}}""";

    /// <summary>The ARN that a refusal shows for a role by the name that was asked for.</summary>
    public static string ArnOf(TestServer server, string roleName) => Arn.OfRole(server.Admin.AccountId, "/", roleName);

    /// <summary>The ARN that a refusal shows for an instance profile by the name that was asked for.</summary>
    public static string ArnOfProfile(TestServer server, string profileName) => Arn.OfInstanceProfile(server.Admin.AccountId, "/", profileName);

    /// <summary>The trust policy as people read it.</summary>
    public static async Task<string> TrustOf(TestServer server, string roleName) =>
        Uri.UnescapeDataString((await server.AsAdmin(new GetRole.Request(roleName))).Role.AssumeRolePolicyDocument);

    /// <summary>Asserts that something is denied for want of a policy, whatever the words.</summary>
    public static async Task Denied(Func<Task> act) => Assert.Equal("AccessDenied", (await Refused.By(act)).Code);
}

/// <summary>A session of a role, as far as policies are concerned.</summary>
internal sealed record InRole(string RoleName) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        var account = await store.Accounts.First();
        var role = await store.Roles.Find(account!.AccountId, RoleName);
        return new RoleCaller(role!, new SessionFacts("test"), new Credential.Temporary("ASIATEST", now, null));
    }
}
