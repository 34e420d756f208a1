using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Creates a user, who can do nothing yet: no password, no key, no policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html"/>
public sealed class CreateUser : IOperation<CreateUser.Request, CreateUser.Response>
{
    private readonly ManagedPolicies _managed;

    internal CreateUser(ManagedPolicies managed) => _managed = managed;

    /// <summary>Who is created.</summary>
    /// <param name="UserName">1 to 64 letters, digits and <c>_+=,.@-</c>; unique in the account whatever its case.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    /// <param name="PermissionsBoundary">The ARN of a managed policy.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(
        string UserName, string? Path = null, string? PermissionsBoundary = null, IReadOnlyList<Tag>? Tags = null) : IRequest<Response>;

    /// <summary>The new user.</summary>
    /// <param name="User">With boundary and tags.</param>
    public sealed record Response(IamUser User);

    /// <inheritdoc/>
    public static string Action => "iam:CreateUser";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
    [
        new Need(Action, Arn.OfUser(call.AccountId, request.Path ?? "/", request.UserName)) { Keys = Needed.RequestTags(request.Tags) }.With(request.PermissionsBoundary),
    ]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, LimitExceeded, InvalidInput; NoSuchEntity: no such boundary.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while users are counted, and the boundary in its place
        await Boundaries.Check(request.PermissionsBoundary, _managed, call);
        if (await call.Store.Users.Count(call.AccountId) >= Quotas.Users)
            throw IamErrors.QuotaExceeded("UsersPerAccount", Quotas.Users);
        var user = new User
        {
            UserId = UniqueId.OfEntity("AIDA"),
            AccountId = call.AccountId,
            UserName = request.UserName,
            Path = request.Path ?? "/",
            BoundaryArn = request.PermissionsBoundary,
            CreatedAt = call.Now,
            NotBeforeMs = 0,
        };
        if (!await call.Store.Users.Add(user))
            throw IamErrors.UserExists(request.UserName);
        await call.Store.Tags.Set(call.AccountId, user.UserId, request.Tags ?? []);
        return new Response(await IamUser.Whole(user, call));
    }
}
