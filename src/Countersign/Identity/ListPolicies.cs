namespace Countersign.Identity;

/// <summary>Lists managed policies: those that come with the server, and the account's own.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html"/>
public sealed class ListPolicies : IOperation<ListPolicies.Request, ListPolicies.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListPolicies(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policies.</summary>
    /// <param name="Scope">All when left out.</param>
    /// <param name="OnlyAttached">True for those only that somebody has; false when left out.</param>
    /// <param name="PathPrefix">Only policies whose path begins so; all when left out.</param>
    /// <param name="PolicyUsageFilter">What they are used as; either when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(
        PolicyScope? Scope = null, bool? OnlyAttached = null, string? PathPrefix = null, PolicyUsage? PolicyUsageFilter = null,
        string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>Where policies come from.</summary>
    public enum PolicyScope
    {
        /// <summary>From anywhere.</summary>
        All,

        /// <summary>They come with the server.</summary>
        AWS,

        /// <summary>The account made them.</summary>
        Local,
    }

    /// <summary>A page of policies in the order of their ARNs.</summary>
    /// <param name="Policies">Without descriptions and tags, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamPolicy> Policies, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListPolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var after = Marker.Read(request.Marker);
        var bounding = request.PolicyUsageFilter == PolicyUsage.PermissionsBoundary;
        var attached = request.OnlyAttached is true && !bounding;
        var attachments = await call.Store.PolicyAttachments.Counts(call.AccountId);
        var bounded = await call.Store.Roles.BoundedCounts(call.AccountId);
        var policies = new List<IamPolicy>();
        if (request.Scope != PolicyScope.AWS)
        {
            var rows = await call.Store.Policies.Page(
                call.AccountId, request.PathPrefix ?? "/", attached, bounding, after, (request.MaxItems ?? Marker.DefaultItems) + 1);
            policies.AddRange(rows.Select(own => IamPolicy.Of(own, attachments.GetValueOrDefault(own.PolicyArn), bounded.GetValueOrDefault(own.PolicyArn))));
        }

        if (request.Scope != PolicyScope.Local && IamPolicy.OnlyPath.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal))
        {
            var since = (await call.Store.Accounts.Find(call.AccountId))!.CreatedAt;
            policies.AddRange(_managed.All    // ARNs of accounts, in digits, come first
                .Where(policy => string.CompareOrdinal(policy.Arn, after) > 0)
                .Select(policy => IamPolicy.Of(policy, attachments.GetValueOrDefault(policy.Arn), bounded.GetValueOrDefault(policy.Arn), since))
                .Where(policy => (!attached || policy.AttachmentCount > 0) && (!bounding || policy.PermissionsBoundaryUsageCount > 0)));
        }

        var (page, isTruncated, next) = Marker.Cut(policies, request.MaxItems, policy => policy.Arn);
        return new Response(page, isTruncated, next);
    }
}
