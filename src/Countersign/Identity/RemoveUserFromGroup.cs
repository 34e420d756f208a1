namespace Countersign.Identity;

/// <summary>Takes a user out of a group; whoever is no member is passed over, as in AWS. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html"/>
public sealed class RemoveUserFromGroup : IOperation<RemoveUserFromGroup.Request, Nothing>
{
    /// <summary>Who is taken out of what.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="UserName">1 to 128 characters.</param>
    public sealed record Request(string GroupName, string UserName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:RemoveUserFromGroup";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such group, or no such user.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var group = await NamedGroup.Of(request.GroupName, call);
        var user = await NamedUser.Of(request.UserName, call);
        await call.Store.Groups.RemoveMember(group.GroupId, user.UserId);
        return Nothing.Value;
    }
}
