namespace Countersign.Identity;

/// <summary>Lists groups in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html"/>
public sealed class ListGroups : IOperation<ListGroups.Request, ListGroups.Response>
{
    /// <summary>Which groups.</summary>
    /// <param name="PathPrefix">Only those whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of groups.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamGroup> Groups, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListGroups";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfGroup(call.AccountId, request.PathPrefix ?? "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var rows = await call.Store.Groups.Page(
            call.AccountId, request.PathPrefix ?? "/", Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, group => group.GroupName);
        return new Response(page.Select(IamGroup.Of).ToList(), isTruncated, next);
    }
}
