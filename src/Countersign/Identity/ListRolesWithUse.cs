namespace Countersign.Identity;

/// <summary>Lists roles with what they have and when they were used last, by a part of the name; AWS's own console has this page, its API has not.</summary>
public sealed class ListRolesWithUse : IOperation<ListRolesWithUse.Request, ListRolesWithUse.Response>
{
    /// <summary>Which roles.</summary>
    /// <param name="Search">Part of the name, in any case, or the beginning of the path with its slash; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 25 when left out.</param>
    public sealed record Request(string? Search = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of roles in the order of their names.</summary>
    /// <param name="Roles">The roles.</param>
    /// <param name="Total">How many there are in all, whatever was searched for.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Row> Roles, int Total, string? Marker);

    /// <summary>A role.</summary>
    /// <param name="RoleName">Name.</param>
    /// <param name="Path">Begins and ends with a slash.</param>
    /// <param name="Description">What it is for; null when nobody said.</param>
    /// <param name="CreateDate">When created.</param>
    /// <param name="LastUsed">When a session of it called last; null when none did.</param>
    /// <param name="IsBounded">Whether a permissions boundary limits it.</param>
    /// <param name="Policies">How many policies it has, attached and inline.</param>
    public sealed record Row(
        string RoleName, string Path, string? Description, DateTimeOffset CreateDate, DateTimeOffset? LastUsed, bool IsBounded, int Policies);

    private const int DefaultItems = 25;

    /// <inheritdoc/>
    public static string Action => "countersign:ListRolesWithUse";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        Task.FromResult<IReadOnlyList<Need>>([new Need(ListRoles.Action, Arn.OfRole(call.AccountId, "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var limit = Math.Clamp(request.MaxItems ?? DefaultItems, 1, 1000);
        var search = NameSearch.Of(request.Search);
        var rows = await call.Store.Roles.PageWithUse(
            call.AccountId, search.Name, search.Path, Countersign.Marker.Read(request.Marker), limit + 1);
        var (page, _, next) = Countersign.Marker.Cut(rows, limit, row => row.RoleName);
        return new Response(
            page.Select(row => new Row(row.RoleName, row.Path, row.Description, row.CreatedAt, row.LastUsedAt, row.IsBounded, row.Policies)).ToList(),
            await call.Store.Roles.Count(call.AccountId),
            next);
    }
}
