namespace Countersign.Identity;

/// <summary>Deletes a role that has no policies left and is in no instance profile. Its sessions end at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html"/>
public sealed class DeleteRole : IOperation<DeleteRole.Request, Nothing>
{
    /// <summary>Which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    public sealed record Request(string RoleName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteRole";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict, which names what to do first.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody adds to the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call);
        if ((await call.Store.PolicyAttachments.Of(role.RoleId)).Count > 0)
            throw IamErrors.DeleteConflict("detach all policies");
        if ((await call.Store.InlinePolicies.Names(role.RoleId, "", 1)).Count > 0)
            throw IamErrors.DeleteConflict("delete policies");
        if ((await call.Store.InstanceProfiles.OfRole(role.RoleId, "", 1)).Count > 0)
            throw IamErrors.DeleteConflict("remove roles from instance profile");

        await call.Store.Tags.RemoveAll(role.RoleId);
        await call.Store.Roles.Remove(role.RoleId);
        return Nothing.Value;
    }
}
