namespace Countersign.Identity;

/// <summary>Lists the managed policies that are attached to a group.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html"/>
public sealed class ListAttachedGroupPolicies : IOperation<ListAttachedGroupPolicies.Request, ListAttachedGroupPolicies.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListAttachedGroupPolicies(ManagedPolicies managed) => _managed = managed;

    /// <summary>Whose policies.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PathPrefix">Only policies whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string GroupName, string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of policies in the order of their ARNs.</summary>
    /// <param name="AttachedPolicies">The policies.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<AttachedPolicy> AttachedPolicies, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListAttachedGroupPolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (page, isTruncated, next) = await OwnedPolicies.OfGroups.ListAttached(
            request.GroupName, request.PathPrefix, request.Marker, request.MaxItems, _managed, call);
        return new Response(page, isTruncated, next);
    }
}
