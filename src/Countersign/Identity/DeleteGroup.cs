namespace Countersign.Identity;

/// <summary>Deletes a group that has neither members nor policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html"/>
public sealed class DeleteGroup : IOperation<DeleteGroup.Request, Nothing>
{
    /// <summary>Which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    public sealed record Request(string GroupName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteGroup";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; DeleteConflict, which names what to do first.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nothing can be given to the group meanwhile
        var group = await NamedGroup.Of(request.GroupName, call);
        if ((await call.Store.Groups.Members(group.GroupId, "", 1)).Count > 0)
            throw IamErrors.DeleteConflict("remove users from group");
        if ((await call.Store.PolicyAttachments.Of(group.GroupId)).Count > 0)
            throw IamErrors.DeleteConflict("detach all policies");
        if ((await call.Store.InlinePolicies.Names(group.GroupId, "", 1)).Count > 0)
            throw IamErrors.DeleteConflict("delete policies");
        await call.Store.Groups.Remove(group.GroupId);
        return Nothing.Value;
    }
}
