namespace Countersign.Identity;

/// <summary>Gives a group another name, another path, or both; id, members and policies stay.</summary>
/// <remarks>Both the old and the new ARN must be allowed, or a rename would lead out of what policies grant.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html"/>
public sealed class UpdateGroup : IOperation<UpdateGroup.Request, Nothing>
{
    /// <summary>Whose name or path, and what it will be.</summary>
    /// <param name="GroupName">The name until now.</param>
    /// <param name="NewPath">Begins and ends with a slash; stays when left out.</param>
    /// <param name="NewGroupName">1 to 128 characters; stays when left out.</param>
    public sealed record Request(string GroupName, string? NewPath = null, string? NewGroupName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateGroup";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var group = await call.Store.Groups.Find(call.AccountId, request.GroupName);
        var name = request.NewGroupName ?? group?.GroupName ?? request.GroupName;
        var after = new Need(Action, Arn.OfGroup(call.AccountId, request.NewPath ?? group?.Path ?? "/", name))
        {
            Shown = Arn.OfGroup(call.AccountId, request.NewPath ?? "/", request.NewGroupName ?? request.GroupName),
        };
        return [.. await Needed.OnGroup(Action, request.GroupName, call), after];
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; EntityAlreadyExists when another group has the new name, in whatever case.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var group = await NamedGroup.Of(request.GroupName, call);
        var name = request.NewGroupName ?? group.GroupName;
        return await call.Store.Groups.Rename(group, name, request.NewPath ?? group.Path) ? Nothing.Value : throw IamErrors.GroupExists(name);
    }
}
