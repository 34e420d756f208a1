using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Tells who may do what: all users, groups, roles and managed policies with what ties them together.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html"/>
public sealed class GetAccountAuthorizationDetails : IOperation<GetAccountAuthorizationDetails.Request, GetAccountAuthorizationDetails.Response>
{
    // Pages go through them in this order.
    private static readonly EntityType[] Kinds =
        [EntityType.User, EntityType.Group, EntityType.Role, EntityType.LocalManagedPolicy, EntityType.AWSManagedPolicy];

    private readonly ManagedPolicies _managed;

    internal GetAccountAuthorizationDetails(ManagedPolicies managed) => _managed = managed;

    /// <summary>Of what.</summary>
    /// <param name="Filter">Only these kinds; all when left out.</param>
    /// <param name="MaxItems">1 to 1000, of all lists together; 100 when left out.</param>
    /// <param name="Marker">From the page before.</param>
    public sealed record Request(IReadOnlyList<EntityType>? Filter = null, int? MaxItems = null, string? Marker = null) : IRequest<Response>;

    /// <summary>A page of all lists: users, groups and roles in the order of their names, then policies in the order of their ARNs.</summary>
    /// <param name="UserDetailList">Users.</param>
    /// <param name="GroupDetailList">Groups.</param>
    /// <param name="RoleDetailList">Roles.</param>
    /// <param name="Policies">Managed policies.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(
        IReadOnlyList<UserDetail> UserDetailList, IReadOnlyList<GroupDetail> GroupDetailList, IReadOnlyList<RoleDetail> RoleDetailList,
        IReadOnlyList<ManagedPolicyDetail> Policies, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:GetAccountAuthorizationDetails";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var marker = Marker.Read(request.Marker);
        var first = marker.Length == 0 ? 0 : marker[0] - '0';
        if (first < 0 || first >= Kinds.Length)
            throw IamErrors.InvalidMarker();

        var limit = (request.MaxItems ?? Marker.DefaultItems) + 1;
        var rows = new List<(string Key, object Row)>();
        for (var kind = first; kind < Kinds.Length && rows.Count < limit; kind++)
        {
            if (request.Filter is { Count: > 0 } filter && !filter.Contains(Kinds[kind]))
                continue;
            var after = kind == first && marker.Length > 0 ? marker[1..] : "";
            rows.AddRange((await Page(Kinds[kind], after, limit - rows.Count, call)).Select(row => ($"{kind}{row.Key}", row.Row)));
        }

        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, row => row.Key);
        return new Response(
            await Each<User, UserDetail>(page, user => Detail(user, call)), await Each<Group, GroupDetail>(page, group => Detail(group, call)),
            await Each<Role, RoleDetail>(page, role => Detail(role, call)), await Policies(page, call), isTruncated, next);
    }

    private async Task<IEnumerable<(string Key, object Row)>> Page(EntityType kind, string after, int limit, Call call) => kind switch
    {
        EntityType.User => (await call.Store.Users.Page(call.AccountId, "/", after, limit)).Select(user => (user.UserName, (object)user)),
        EntityType.Group => (await call.Store.Groups.Page(call.AccountId, "/", after, limit)).Select(group => (group.GroupName, (object)group)),
        EntityType.Role => (await call.Store.Roles.Page(call.AccountId, "/", after, limit)).Select(role => (role.RoleName, (object)role)),
        EntityType.LocalManagedPolicy => (await call.Store.Policies.Page(call.AccountId, "/", attached: false, bounding: false, after, limit))
            .Select(policy => (policy.PolicyArn, (object)policy)),
        _ => _managed.All.Where(policy => string.CompareOrdinal(policy.Arn, after) > 0).Take(limit).Select(policy => (policy.Arn, (object)policy)),
    };

    private static async Task<List<TDetail>> Each<TRow, TDetail>(IReadOnlyList<(string Key, object Row)> page, Func<TRow, Task<TDetail>> detail)
    {
        var details = new List<TDetail>();
        foreach (var row in page.Select(one => one.Row).OfType<TRow>())
            details.Add(await detail(row));
        return details;
    }

    private static async Task<UserDetail> Detail(User user, Call call) => new(
        user.Path, user.UserName, user.UserId, user.Arn, user.CreatedAt, await Inline(user.UserId, call),
        (await call.Store.Groups.OfUser(user.UserId)).Select(group => group.GroupName).ToList(), await Attached(user.UserId, call),
        AttachedBoundary.Of(user.BoundaryArn), await call.Store.Tags.Of(user.UserId));

    private static async Task<GroupDetail> Detail(Group group, Call call) => new(
        group.Path, group.GroupName, group.GroupId, group.Arn, group.CreatedAt, await Inline(group.GroupId, call), await Attached(group.GroupId, call));

    private static async Task<RoleDetail> Detail(Role role, Call call)
    {
        var shown = await IamRole.Of(role, call);
        var profiles = await call.Store.InstanceProfiles.OfRole(role.RoleId, "", int.MaxValue);
        return new RoleDetail(
            role.Path, role.RoleName, role.RoleId, role.Arn, role.CreatedAt, shown.AssumeRolePolicyDocument,
            profiles.Select(profile => IamInstanceProfile.Of(profile, [shown])).ToList(), await Inline(role.RoleId, call), await Attached(role.RoleId, call),
            AttachedBoundary.Of(role.BoundaryArn), await call.Store.Tags.Of(role.RoleId), new RoleLastUsed(role.LastUsedAt, role.LastUsedRegion));
    }

    private static async Task<List<PolicyDetail>> Inline(string ownerId, Call call) => (await call.Store.InlinePolicies.All(ownerId))
        .Select(policy => new PolicyDetail(policy.PolicyName, Uri.EscapeDataString(policy.Document))).ToList();

    private static async Task<List<PolicyNameAndArn>> Attached(string ownerId, Call call) => (await call.Store.PolicyAttachments.Of(ownerId))
        .Select(arn => new PolicyNameAndArn(PolicyArn.NameOf(arn), arn)).ToList();

    private static async Task<List<ManagedPolicyDetail>> Policies(IReadOnlyList<(string Key, object Row)> page, Call call)
    {
        if (!page.Any(one => one.Row is StoredPolicy or ManagedPolicy))
            return [];
        var attached = await call.Store.PolicyAttachments.Counts(call.AccountId);
        var bounded = await call.Store.Roles.BoundedCounts(call.AccountId);
        var since = (await call.Store.Accounts.Find(call.AccountId))!.CreatedAt;
        var own = await Each<StoredPolicy, ManagedPolicyDetail>(page, async policy => ManagedPolicyDetail.Of(
            IamPolicy.Of(policy, attached.GetValueOrDefault(policy.PolicyArn), bounded.GetValueOrDefault(policy.PolicyArn)), policy.Description,
            (await call.Store.Policies.Versions(policy.PolicyId)).Select(version => IamPolicyVersion.Whole(policy, version)).ToList()));
        return
        [
            .. own,
            .. page.Select(one => one.Row).OfType<ManagedPolicy>().Select(policy => ManagedPolicyDetail.Of(
                IamPolicy.Of(policy, attached.GetValueOrDefault(policy.Arn), bounded.GetValueOrDefault(policy.Arn), since), policy.Description,
                [IamPolicyVersion.Only(since) with { Document = Uri.EscapeDataString(policy.Document.Text) }])),
        ];
    }
}
