namespace Countersign.Identity;

/// <summary>Lists the names of a user's inline policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html"/>
public sealed class ListUserPolicies : IOperation<ListUserPolicies.Request, ListUserPolicies.Response>
{
    /// <summary>Whose policies.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string UserName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of names.</summary>
    /// <param name="PolicyNames">In their order.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<string> PolicyNames, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListUserPolicies";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (page, isTruncated, next) = await OwnedPolicies.OfUsers.List(request.UserName, request.Marker, request.MaxItems, call);
        return new Response(page, isTruncated, next);
    }
}
