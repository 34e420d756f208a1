using Countersign.Console.Mfa;
using Countersign.Identity;

namespace Countersign.Console.Users;

/// <summary>Deletes a user with everything the page has named, in one transaction; each step is authorised and audited.</summary>
internal static class UserRemoval
{
    public static async Task<Nothing> Run(GetUserCredentials.Response user, Batch batch, Operations operations)
    {
        var name = user.UserName;
        if (user.PasswordChanged is not null)
            await batch.Run(new DeleteLoginProfile.Request(name), operations);
        foreach (var key in user.AccessKeys)
            await batch.Run(new DeleteAccessKey.Request(key.AccessKeyId, name), operations);
        foreach (var key in (await batch.Run(new ListSSHPublicKeys.Request(name), operations)).SSHPublicKeys)
            await batch.Run(new DeleteSSHPublicKey.Request(name, key.SSHPublicKeyId), operations);
        foreach (var device in user.Devices)
            await DeviceRemoval.Run(name, device, batch, operations);
        foreach (var policy in (await batch.Run(new ListAttachedUserPolicies.Request(name, MaxItems: 1000), operations)).AttachedPolicies)
            await batch.Run(new DetachUserPolicy.Request(name, policy.PolicyArn), operations);
        foreach (var policy in (await batch.Run(new ListUserPolicies.Request(name, MaxItems: 1000), operations)).PolicyNames)
            await batch.Run(new DeleteUserPolicy.Request(name, policy), operations);
        foreach (var group in (await batch.Run(new ListGroupsForUser.Request(name, MaxItems: 1000), operations)).Groups)
            await batch.Run(new RemoveUserFromGroup.Request(group.GroupName, name), operations);
        return await batch.Run(new DeleteUser.Request(name), operations);
    }
}
