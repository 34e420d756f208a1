namespace Countersign.Identity;

/// <summary>Lists the names of a role's inline policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html"/>
public sealed class ListRolePolicies : IOperation<ListRolePolicies.Request, ListRolePolicies.Response>
{
    /// <summary>Whose policies.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string RoleName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of names.</summary>
    /// <param name="PolicyNames">In their order.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<string> PolicyNames, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListRolePolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (names, isTruncated, next) = await OwnedPolicies.OfRoles.List(request.RoleName, request.Marker, request.MaxItems, call);
        return new Response(names, isTruncated, next);
    }
}
