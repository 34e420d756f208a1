using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

/// <summary>Managed policies of the account, for tests.</summary>
internal static class OwnPolicies
{
    /// <summary>Makes one by the operation, and tells its ARN.</summary>
    public static async Task<string> AddPolicy(this TestServer server, string document = Documents.AllowAll) =>
        (await server.AsAdmin(new CreatePolicy.Request(server.NewName("policy"), document))).Policy.Arn;

    /// <summary>Asserts how an operation treats a policy that comes with the server.</summary>
    public static Task RefusedBuiltIn<T>(TestServer server, string action, Func<string, Countersign.IRequest<T>> request)
    {
        var arn = Arn.OfBuiltInPolicy("ForceMFA");
        return Refused.With(
            "AccessDenied", 403,
            $"User: {server.UserArn("admin")} is not authorized to perform: {action} on resource: {arn} because no resource-based policy allows the {action} action",
            () => server.AsAdmin(request(arn)));
    }

    /// <summary>Asserts how an operation treats a policy that is none, and what is no ARN.</summary>
    public static async Task RefusedUnknown<T>(TestServer server, Func<string, Countersign.IRequest<T>> request)
    {
        foreach (var account in new[] { server.Admin.AccountId, "111111111111" })
        {
            await Refused.With(
                "NoSuchEntity", 404, $"Policy arn:aws:iam::{account}:policy/ghost was not found.",
                () => server.AsAdmin(request($"arn:aws:iam::{account}:policy/ghost")));
        }

        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!", () => server.AsAdmin(request("no-arn-but-of-twenty-letters")));
    }
}

/// <summary>Groups, attachments and inline policies, straight into the tables: what a test is about comes after it.</summary>
internal static class Owners
{
    /// <summary>A group with a policy and members.</summary>
    public static async Task<Group> AddGroup(this TestServer server, string? document = null, string path = "/", params User[] members)
    {
        var group = new Group
        {
            GroupId = UniqueId.OfEntity("AGPA"),
            AccountId = server.Admin.AccountId,
            GroupName = server.NewName("group"),
            Path = path,
            CreatedAt = server.Clock.GetUtcNow(),
        };
        await server.Database.Write(async store =>
        {
            Assert.True(await store.Groups.Add(group));
            if (document is not null)
                await store.InlinePolicies.Put(group.AccountId, group.GroupId, "inline", document);
            foreach (var member in members)
                await store.Groups.AddMember(group, member.UserId);
            await store.Accounts.BumpRevision(group.AccountId);
            return Nothing.Value;
        });
        return group;
    }

    /// <summary>Attaches a managed policy to whatever has that id.</summary>
    public static Task Attach(this TestServer server, string ownerId, string policyArn) => server.Database.Write(async store =>
    {
        await store.PolicyAttachments.Add(server.Admin.AccountId, ownerId, policyArn, server.Clock.GetUtcNow());
        await store.Accounts.BumpRevision(server.Admin.AccountId);
        return Nothing.Value;
    });

    /// <summary>Writes an inline policy into whatever has that id.</summary>
    public static Task PutPolicy(this TestServer server, string ownerId, string document, string name = "inline") => server.Database.Write(async store =>
    {
        await store.InlinePolicies.Put(server.Admin.AccountId, ownerId, name, document);
        await store.Accounts.BumpRevision(server.Admin.AccountId);
        return Nothing.Value;
    });
}
