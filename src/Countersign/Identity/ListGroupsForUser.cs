namespace Countersign.Identity;

/// <summary>Lists the groups of a user in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html"/>
public sealed class ListGroupsForUser : IOperation<ListGroupsForUser.Request, ListGroupsForUser.Response>
{
    /// <summary>Whose groups.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string UserName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of groups.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamGroup> Groups, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListGroupsForUser";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var rows = await call.Store.Groups.OfUser(user.UserId, Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, group => group.GroupName);
        return new Response(page.Select(IamGroup.Of).ToList(), isTruncated, next);
    }
}
