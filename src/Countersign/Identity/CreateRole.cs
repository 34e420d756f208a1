using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Creates a role, which may do nothing yet; its trust policy says who can assume it.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"/>
public sealed class CreateRole : IOperation<CreateRole.Request, CreateRole.Response>
{
    /// <summary>How long a session of a role may last unless somebody says otherwise, in seconds.</summary>
    internal const int DefaultSessionSeconds = 3600;

    private readonly ManagedPolicies _managed;

    internal CreateRole(ManagedPolicies managed) => _managed = managed;

    /// <summary>What is created.</summary>
    /// <param name="RoleName">1 to 64 letters, digits and <c>_+=,.@-</c>; unique in the account whatever its case.</param>
    /// <param name="AssumeRolePolicyDocument">The trust policy: JSON, at most 2048 characters, white space not counted.</param>
    /// <param name="Path">Begins and ends with a slash; <c>/</c> when left out.</param>
    /// <param name="Description">At most 1000 characters.</param>
    /// <param name="MaxSessionDuration">3600 to 43200 seconds; 3600 when left out.</param>
    /// <param name="PermissionsBoundary">The ARN of a managed policy.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(
        string RoleName, string AssumeRolePolicyDocument, string? Path = null, string? Description = null, int? MaxSessionDuration = null,
        string? PermissionsBoundary = null, IReadOnlyList<Tag>? Tags = null) : IRequest<Response>;

    /// <summary>The new role.</summary>
    /// <param name="Role">With boundary and tags.</param>
    public sealed record Response(IamRole Role);

    /// <inheritdoc/>
    public static string Action => "iam:CreateRole";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfRole(call.AccountId, request.Path ?? "/", request.RoleName)) { Keys = Needed.RequestTags(request.Tags) }.With(request.PermissionsBoundary)]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, LimitExceeded, InvalidInput, MalformedPolicyDocument, NoSuchEntity: no such boundary.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: roles are counted, and the boundary cannot be deleted meanwhile
        await Boundaries.Check(request.PermissionsBoundary, _managed, call);
        var trust = await TrustPolicy.Store(request.AssumeRolePolicyDocument, call.Store);
        if (await call.Store.Roles.Count(call.AccountId) >= Quotas.Roles)
            throw IamErrors.QuotaExceeded("RolesPerAccount", Quotas.Roles);
        var role = new Role
        {
            RoleId = UniqueId.OfEntity("AROA"),
            AccountId = call.AccountId,
            RoleName = request.RoleName,
            Path = request.Path ?? "/",
            Description = request.Description,
            MaxSessionSeconds = request.MaxSessionDuration ?? DefaultSessionSeconds,
            TrustDocument = trust,
            BoundaryArn = request.PermissionsBoundary,
            CreatedAt = call.Now,
            NotBeforeMs = 0,
        };
        if (!await call.Store.Roles.Add(role))
            throw IamErrors.RoleExists(request.RoleName);
        await call.Store.Tags.Set(call.AccountId, role.RoleId, request.Tags ?? []);
        return new Response(await IamRole.Whole(role, call));
    }
}
