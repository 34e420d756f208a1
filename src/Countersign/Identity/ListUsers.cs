namespace Countersign.Identity;

/// <summary>Lists users in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html"/>
public sealed class ListUsers : IOperation<ListUsers.Request, ListUsers.Response>
{
    /// <summary>Which users.</summary>
    /// <param name="PathPrefix">Only those whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of users.</summary>
    /// <param name="Users">Without their tags, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamUser> Users, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListUsers";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfUser(call.AccountId, request.PathPrefix ?? "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var rows = await call.Store.Users.Page(
            call.AccountId, request.PathPrefix ?? "/", Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, user => user.UserName);
        return new Response(page.Select(IamUser.Of).ToList(), isTruncated, next);
    }
}
