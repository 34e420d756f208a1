namespace Countersign.Identity;

/// <summary>Tells about a group, and lists its members in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html"/>
public sealed class GetGroup : IOperation<GetGroup.Request, GetGroup.Response>
{
    /// <summary>Which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string GroupName, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>The group, and a page of its members.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Users">Without their tags, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IamGroup Group, IReadOnlyList<IamUser> Users, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:GetGroup";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var group = await NamedGroup.Of(request.GroupName, call);
        var rows = await call.Store.Groups.Members(group.GroupId, Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, user => user.UserName);
        return new Response(IamGroup.Of(group), page.Select(IamUser.Of).ToList(), isTruncated, next);
    }
}
