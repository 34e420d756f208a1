namespace Countersign.Identity;

/// <summary>Lists the tags of a role in the order of their keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html"/>
public sealed class ListRoleTags : IOperation<ListRoleTags.Request, ListRoleTags.Response>
{
    /// <summary>Which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string RoleName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListRoleTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await Needed.OfRole(Action, request.RoleName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var role = await NamedRole.Of(request.RoleName, call);
        var (tags, isTruncated, next) = await ResourceTags.Page(role.RoleId, request.Marker, request.MaxItems, call);
        return new Response(tags, isTruncated, next);
    }
}
