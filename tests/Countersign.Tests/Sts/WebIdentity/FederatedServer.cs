using Countersign.Identity;
using Countersign.Identity.OidcProviders;
using Countersign.Query;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts.WebIdentity;

/// <summary>A server that believes an issuer on this machine.</summary>
public sealed class FederatedServer : TestServer
{
    public FederatedServer() => More["AllowHttpIssuersOnThisMachine"] = "true";

    internal DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Starts an issuer and registers it for the audience.</summary>
    internal async Task<TestIssuer> NewIssuer(params string[] clientIds)
    {
        var issuer = await TestIssuer.Start();
        await AsAdmin(new CreateOpenIDConnectProvider.Request(issuer.Url, clientIds is [] ? [TestIssuer.Audience] : clientIds));
        return issuer;
    }

    internal string ArnOf(TestIssuer issuer) => Arn.OfOidcProvider(Admin.AccountId, issuer.Name);

    /// <summary>A role that the issuer's tokens let into.</summary>
    /// <param name="issuer">Whom the trust policy names.</param>
    /// <param name="condition">A condition block, or nothing.</param>
    /// <param name="may">What the role may do.</param>
    internal async Task<IamRole> NewRole(TestIssuer issuer, string condition = "{}", string? may = null)
    {
        var role = await SomeRole.Add(this, Trust(ArnOf(issuer), condition));
        await AsAdmin(new PutRolePolicy.Request(role.RoleName, "test", may ?? Documents.Allow("iam:ListUsers")));
        return role;
    }

    internal static string Trust(string provider, string condition = "{}", string action = "sts:AssumeRoleWithWebIdentity") =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"{{{provider}}}"},"Action":{{{(action[0] == '[' ? action : $"\"{action}\"")}}},"Condition":{{{condition}}} } }""";

    internal Task<AssumeRoleWithWebIdentity.Response> Assume(IamRole role, string token) => Assume(new AssumeRoleWithWebIdentity.Request(role.Arn, "work", new WebIdentityToken(token)));

    internal Task<AssumeRoleWithWebIdentity.Response> Assume(AssumeRoleWithWebIdentity.Request request) => Run(new UnsignedProof(request.RoleArn), request);
}
