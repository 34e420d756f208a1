using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

/// <summary>What tests of groups, policies and boundaries begin with.</summary>
internal static class Groups
{
    /// <summary>A group by the operation, with inline policies of its own.</summary>
    public static async Task<string> NewGroup(this TestServer server, params string[] documents)
    {
        var name = server.NewName("group");
        await server.AsAdmin(new CreateGroup.Request(name));
        for (var i = 0; i < documents.Length; i++)
            await server.AsAdmin(new PutGroupPolicy.Request(name, $"test-{i}", documents[i]));
        return name;
    }

    /// <summary>The ARN that a refusal shows for a group by the name that was asked for.</summary>
    public static string GroupArn(this TestServer server, string groupName) => Arn.OfGroup(server.Admin.AccountId, "/", groupName);

    /// <summary>A managed policy of the account (of another one, if it says so), straight into the tables.</summary>
    public static async Task<string> NewPolicy(this TestServer server, string document, string path = "/", string? accountId = null)
    {
        var (name, account) = (server.NewName("policy"), accountId ?? server.Admin.AccountId);
        var policy = new StoredPolicy
        {
            PolicyId = UniqueId.OfEntity("ANPA"),
            AccountId = account,
            PolicyName = name,
            Path = path,
            PolicyArn = Arn.OfPolicy(account, path, name),
            DefaultVersion = 1,
            LastVersion = 1,
            CreatedAt = server.Clock.GetUtcNow(),
            UpdatedAt = server.Clock.GetUtcNow(),
        };
        await server.Database.Write(
            async store =>
            {
                Assert.True(await store.Policies.Add(policy));
                await store.Policies.AddVersion(policy, new PolicyVersion { Version = 1, Document = document, CreatedAt = policy.CreatedAt });
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        return policy.PolicyArn;
    }

    /// <summary>Another account, younger than the server's own, straight into the tables.</summary>
    public static async Task<string> NewAccount(this TestServer server, string? alias = null)
    {
        var id = server.NewName("")[1..].PadLeft(12, '0');
        await server.Database.Write(
            async store =>
            {
                await store.Accounts.Add(id, server.Clock.GetUtcNow() + TimeSpan.FromDays(1));
                await store.Accounts.SetAlias(id, alias);
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        return id;
    }

    /// <summary>Whether policies let a user do something.</summary>
    public static async Task<bool> May<T>(this TestServer server, string userName, IRequest<T> request)
    {
        try
        {
            await server.Run(new AsUser(userName), request);
            return true;
        }
        catch (ApiError refusal) when (refusal.Code == "AccessDenied")
        {
            return false;
        }
    }
}
