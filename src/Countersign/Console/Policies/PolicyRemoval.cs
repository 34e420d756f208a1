using Countersign.Identity;

namespace Countersign.Console.Policies;

/// <summary>Detaches a policy from everybody and deletes it with its versions, in one transaction; each step is authorised and audited.</summary>
/// <remarks>Boundaries are left alone: to take one away gives somebody more. So a policy that bounds somebody is not deleted.</remarks>
internal static class PolicyRemoval
{
    public static async Task<Nothing> Run(string arn, Batch batch, Operations operations)
    {
        for (var isMore = true; isMore;)
        {
            var page = await batch.Run(new ListEntitiesForPolicy.Request(arn, PolicyUsageFilter: PolicyUsage.PermissionsPolicy), operations);
            foreach (var user in page.PolicyUsers)
                await batch.Run(new DetachUserPolicy.Request(user.UserName, arn), operations);
            foreach (var group in page.PolicyGroups)
                await batch.Run(new DetachGroupPolicy.Request(group.GroupName, arn), operations);
            foreach (var role in page.PolicyRoles)
                await batch.Run(new DetachRolePolicy.Request(role.RoleName, arn), operations);
            isMore = page.IsTruncated;    // what was listed is detached, so the first page is the next one
        }

        foreach (var version in (await batch.Run(new ListPolicyVersions.Request(arn), operations)).Versions.Where(version => !version.IsDefaultVersion))
            await batch.Run(new DeletePolicyVersion.Request(arn, version.VersionId), operations);
        return await batch.Run(new DeletePolicy.Request(arn), operations);
    }
}
