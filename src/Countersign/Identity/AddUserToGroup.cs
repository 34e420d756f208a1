namespace Countersign.Identity;

/// <summary>Makes a user a member of a group; who is one already stays so. The group's policies are in force for the user at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html"/>
public sealed class AddUserToGroup : IOperation<AddUserToGroup.Request, Nothing>
{
    /// <summary>Who becomes a member of what.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="UserName">1 to 128 characters.</param>
    public sealed record Request(string GroupName, string UserName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AddUserToGroup";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such group, or no such user; LimitExceeded.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while the user's groups are counted
        var group = await NamedGroup.Of(request.GroupName, call);
        var user = await NamedUser.Of(request.UserName, call);
        var groups = await call.Store.Groups.OfUser(user.UserId);
        if (groups.Count >= Quotas.GroupsPerUser && groups.All(one => one.GroupId != group.GroupId))
            throw IamErrors.QuotaExceeded("GroupsPerUser", Quotas.GroupsPerUser);
        await call.Store.Groups.AddMember(group, user.UserId);
        return Nothing.Value;
    }
}
