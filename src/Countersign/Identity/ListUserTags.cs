namespace Countersign.Identity;

/// <summary>Lists the tags of a user in the order of their keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html"/>
public sealed class ListUserTags : IOperation<ListUserTags.Request, ListUserTags.Response>
{
    /// <summary>Which user.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string UserName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListUserTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var (page, isTruncated, next) = await ResourceTags.Page(user.UserId, request.Marker, request.MaxItems, call);
        return new Response(page, isTruncated, next);
    }
}
