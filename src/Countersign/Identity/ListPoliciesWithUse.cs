namespace Countersign.Identity;

/// <summary>Lists managed policies with who has them, by a part of the name; AWS's own console has this page, its API has not.</summary>
public sealed class ListPoliciesWithUse : IOperation<ListPoliciesWithUse.Request, ListPoliciesWithUse.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListPoliciesWithUse(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policies.</summary>
    /// <param name="Search">Part of the name, in any case, or the beginning of the path with its slash; all when left out.</param>
    /// <param name="Scope">Where they come from; from anywhere when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(
        string? Search = null, ListPolicies.PolicyScope? Scope = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of policies in the order of their ARNs: the account's own first.</summary>
    /// <param name="Policies">The policies.</param>
    /// <param name="Total">How many there are in all, whatever was searched for.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Row> Policies, int Total, string? Marker);

    /// <summary>A policy.</summary>
    /// <param name="PolicyName">Name.</param>
    /// <param name="Arn">ARN.</param>
    /// <param name="Path">Begins and ends with a slash.</param>
    /// <param name="Description">What it lets people do; null when nobody said.</param>
    /// <param name="IsBuiltIn">Whether it comes with the server, and cannot be changed.</param>
    /// <param name="Attachments">How many users, groups and roles have it.</param>
    /// <param name="Bounds">How many users and roles it bounds.</param>
    public sealed record Row(string PolicyName, string Arn, string Path, string? Description, bool IsBuiltIn, int Attachments, int Bounds);

    private const int DefaultItems = 25;

    /// <inheritdoc/>
    public static string Action => "countersign:ListPoliciesWithUse";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(ListPolicies.Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var search = NameSearch.Of(request.Search);
        var after = Countersign.Marker.Read(request.Marker);
        var attachments = await call.Store.PolicyAttachments.Counts(call.AccountId);
        var bounded = await call.Store.Roles.BoundedCounts(call.AccountId);
        Row Of(string name, string arn, string path, string? description, bool isBuiltIn) =>
            new(name, arn, path, description, isBuiltIn, attachments.GetValueOrDefault(arn), bounded.GetValueOrDefault(arn));

        var rows = new List<Row>();
        if (request.Scope != ListPolicies.PolicyScope.AWS)
        {
            var own = await call.Store.Policies.PageByName(call.AccountId, search.Name, search.Path, after, limit + 1);
            rows.AddRange(own.Select(policy => Of(policy.PolicyName, policy.PolicyArn, policy.Path, policy.Description, isBuiltIn: false)));
        }

        if (request.Scope != ListPolicies.PolicyScope.Local && IamPolicy.OnlyPath.StartsWith(search.Path, StringComparison.Ordinal))
        {
            rows.AddRange(_managed.All    // ARNs of accounts, in digits, come first
                .Where(policy => string.CompareOrdinal(policy.Arn, after) > 0 && policy.Name.Contains(search.Name, StringComparison.OrdinalIgnoreCase))
                .Select(policy => Of(policy.Name, policy.Arn, IamPolicy.OnlyPath, policy.Description, isBuiltIn: true)));
        }

        var (page, _, next) = Countersign.Marker.Cut(rows, limit, row => row.Arn);
        return new Response(page, await call.Store.Policies.Count(call.AccountId) + _managed.All.Count, next);
    }
}
