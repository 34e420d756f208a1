namespace Countersign.Identity;

/// <summary>Lists the users, groups and roles that a managed policy is attached to, or whom it bounds.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html"/>
public sealed class ListEntitiesForPolicy : IOperation<ListEntitiesForPolicy.Request, ListEntitiesForPolicy.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListEntitiesForPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>Of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="EntityFilter">User, Role or Group: only those; all when left out.</param>
    /// <param name="PathPrefix">Only those whose path begins so; all when left out.</param>
    /// <param name="PolicyUsageFilter">What they use it as; either when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000, of all three lists together; 100 when left out.</param>
    public sealed record Request(
        string PolicyArn, EntityType? EntityFilter = null, string? PathPrefix = null, PolicyUsage? PolicyUsageFilter = null, string? Marker = null,
        int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of all three lists, in the order of the unique ids.</summary>
    /// <param name="PolicyGroups">Groups.</param>
    /// <param name="PolicyUsers">Users.</param>
    /// <param name="PolicyRoles">Roles.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(
        IReadOnlyList<PolicyGroup> PolicyGroups, IReadOnlyList<PolicyUser> PolicyUsers, IReadOnlyList<PolicyRole> PolicyRoles, bool IsTruncated,
        string? Marker);

    /// <summary>A group that the policy is attached to.</summary>
    /// <param name="GroupName">Its name.</param>
    /// <param name="GroupId"><c>AGPA…</c>.</param>
    public sealed record PolicyGroup(string GroupName, string GroupId);

    /// <summary>A user whom the policy is attached to, or bounds.</summary>
    /// <param name="UserName">The name.</param>
    /// <param name="UserId"><c>AIDA…</c>.</param>
    public sealed record PolicyUser(string UserName, string UserId);

    /// <summary>A role that the policy is attached to, or bounds.</summary>
    /// <param name="RoleName">Its name.</param>
    /// <param name="RoleId"><c>AROA…</c>.</param>
    public sealed record PolicyRole(string RoleName, string RoleId);

    /// <inheritdoc/>
    public static string Action => "iam:ListEntitiesForPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN, or the marker is not ours; NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var policy = await _managed.Seen(request.PolicyArn, call);
        var kind = request.EntityFilter switch
        {
            null => "",
            EntityType.User => "AIDA",
            EntityType.Group => "AGPA",
            EntityType.Role => "AROA",
            _ => "ANPA",    // no policy is attached to a policy
        };
        var rows = await call.Store.PolicyAttachments.Owners(
            call.AccountId, policy.Arn, attached: request.PolicyUsageFilter != PolicyUsage.PermissionsBoundary,
            bounded: request.PolicyUsageFilter != PolicyUsage.PermissionsPolicy, kind, request.PathPrefix ?? "/", Marker.Read(request.Marker),
            (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, row => row.Id);
        return new Response(
            Those(page, "AGPA", (id, name) => new PolicyGroup(name, id)), Those(page, "AIDA", (id, name) => new PolicyUser(name, id)),
            Those(page, "AROA", (id, name) => new PolicyRole(name, id)), isTruncated, next);
    }

    private static List<T> Those<T>(IReadOnlyList<(string Id, string Name)> rows, string prefix, Func<string, string, T> make) =>
        rows.Where(row => row.Id.StartsWith(prefix, StringComparison.Ordinal)).Select(row => make(row.Id, row.Name)).ToList();
}
