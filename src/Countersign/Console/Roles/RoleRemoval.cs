using Countersign.Identity;

namespace Countersign.Console.Roles;

/// <summary>Deletes a role with everything the page has named, in one transaction; each step is authorised and audited.</summary>
internal static class RoleRemoval
{
    public static async Task<Nothing> Run(string name, Batch batch, Operations operations)
    {
        foreach (var policy in (await batch.Run(new ListAttachedRolePolicies.Request(name, MaxItems: 1000), operations)).AttachedPolicies)
            await batch.Run(new DetachRolePolicy.Request(name, policy.PolicyArn), operations);
        foreach (var policy in (await batch.Run(new ListRolePolicies.Request(name, MaxItems: 1000), operations)).PolicyNames)
            await batch.Run(new DeleteRolePolicy.Request(name, policy), operations);
        foreach (var profile in (await batch.Run(new ListInstanceProfilesForRole.Request(name, MaxItems: 1000), operations)).InstanceProfiles)
            await batch.Run(new RemoveRoleFromInstanceProfile.Request(profile.InstanceProfileName, name), operations);
        return await batch.Run(new DeleteRole.Request(name), operations);
    }
}
