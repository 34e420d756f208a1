namespace Countersign.Identity;

/// <summary>Lists the managed policies that are attached to a role.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html"/>
public sealed class ListAttachedRolePolicies : IOperation<ListAttachedRolePolicies.Request, ListAttachedRolePolicies.Response>
{
    private readonly ManagedPolicies _managed;

    internal ListAttachedRolePolicies(ManagedPolicies managed) => _managed = managed;

    /// <summary>Whose policies.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PathPrefix">Only policies whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string RoleName, string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of policies in the order of their ARNs.</summary>
    /// <param name="AttachedPolicies">The policies.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<AttachedPolicy> AttachedPolicies, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListAttachedRolePolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (policies, isTruncated, next) = await OwnedPolicies.OfRoles.ListAttached(
            request.RoleName, request.PathPrefix, request.Marker, request.MaxItems, _managed, call);
        return new Response(policies, isTruncated, next);
    }
}
