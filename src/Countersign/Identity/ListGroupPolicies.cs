namespace Countersign.Identity;

/// <summary>Lists the names of a group's inline policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html"/>
public sealed class ListGroupPolicies : IOperation<ListGroupPolicies.Request, ListGroupPolicies.Response>
{
    /// <summary>Whose policies.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string GroupName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of names.</summary>
    /// <param name="PolicyNames">In their order.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<string> PolicyNames, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListGroupPolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (page, isTruncated, next) = await OwnedPolicies.OfGroups.List(request.GroupName, request.Marker, request.MaxItems, call);
        return new Response(page, isTruncated, next);
    }
}
