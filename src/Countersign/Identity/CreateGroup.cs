using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Creates a group, which has no members and no policies yet.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html"/>
public sealed class CreateGroup : IOperation<CreateGroup.Request, CreateGroup.Response>
{
    /// <summary>What is created.</summary>
    /// <param name="GroupName">1 to 128 letters, digits and <c>_+=,.@-</c>; unique in the account whatever its case.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    public sealed record Request(string GroupName, string? Path = null) : IRequest<Response>;

    /// <summary>The new group.</summary>
    /// <param name="Group">The group.</param>
    public sealed record Response(IamGroup Group);

    /// <inheritdoc/>
    public static string Action => "iam:CreateGroup";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfGroup(call.AccountId, request.Path ?? "/", request.GroupName))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, LimitExceeded.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while groups are counted
        if (await call.Store.Groups.Count(call.AccountId) >= Quotas.Groups)
            throw IamErrors.QuotaExceeded("GroupsPerAccount", Quotas.Groups);
        var group = new Group
        {
            GroupId = UniqueId.OfEntity("AGPA"),
            AccountId = call.AccountId,
            GroupName = request.GroupName,
            Path = request.Path ?? "/",
            CreatedAt = call.Now,
        };
        if (!await call.Store.Groups.Add(group))
            throw IamErrors.GroupExists(request.GroupName);
        return new Response(IamGroup.Of(group));
    }
}
