namespace Countersign.Identity;

/// <summary>Lists groups with how many members and policies each has, by a part of the name; AWS's own console has this page, its API has not.</summary>
public sealed class ListGroupsWithCounts : IOperation<ListGroupsWithCounts.Request, ListGroupsWithCounts.Response>
{
    /// <summary>Which groups.</summary>
    /// <param name="Search">Part of the name, in any case, or the beginning of the path with its slash; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(string? Search = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of groups in the order of their names.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="Total">How many there are in all, whatever was searched for.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Row> Groups, int Total, string? Marker);

    /// <summary>A group.</summary>
    /// <param name="GroupName">Name.</param>
    /// <param name="Path">Begins and ends with a slash.</param>
    /// <param name="CreateDate">When created.</param>
    /// <param name="Members">How many users are in it.</param>
    /// <param name="Policies">How many policies it has, attached and inline.</param>
    public sealed record Row(string GroupName, string Path, DateTimeOffset CreateDate, int Members, int Policies);

    private const int DefaultItems = 25;

    /// <inheritdoc/>
    public static string Action => "countersign:ListGroupsWithCounts";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        Task.FromResult<IReadOnlyList<Need>>([new Need(ListGroups.Action, Arn.OfGroup(call.AccountId, "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var search = NameSearch.Of(request.Search);
        var rows = await call.Store.Groups.PageWithCounts(
            call.AccountId, search.Name, search.Path, Countersign.Marker.Read(request.Marker), limit + 1);
        var (page, _, next) = Countersign.Marker.Cut(rows, limit, row => row.GroupName);
        return new Response(
            page.Select(row => new Row(row.GroupName, row.Path, row.CreatedAt, row.Members, row.Policies)).ToList(),
            await call.Store.Groups.Count(call.AccountId),
            next);
    }
}
