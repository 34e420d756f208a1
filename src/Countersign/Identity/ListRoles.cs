namespace Countersign.Identity;

/// <summary>Lists roles in the order of their names.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html"/>
public sealed class ListRoles : IOperation<ListRoles.Request, ListRoles.Response>
{
    /// <summary>Which roles.</summary>
    /// <param name="PathPrefix">Only those whose path begins so; all when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? PathPrefix = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of roles.</summary>
    /// <param name="Roles">Without boundary, tags and last use, as in AWS.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<IamRole> Roles, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListRoles";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Task.FromResult<IReadOnlyList<Need>>(
        [new Need(Action, Arn.OfRole(call.AccountId, request.PathPrefix ?? "/", ""))]);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var rows = await call.Store.Roles.Page(
            call.AccountId, request.PathPrefix ?? "/", Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, role => role.RoleName);
        return new Response(await IamRole.Of(page, call), isTruncated, next);
    }
}
