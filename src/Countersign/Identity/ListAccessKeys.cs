namespace Countersign.Identity;

/// <summary>Lists a user's access keys, without their secrets.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html"/>
public sealed class ListAccessKeys : IOperation<ListAccessKeys.Request, ListAccessKeys.Response>
{
    /// <summary>Whose keys.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? UserName = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of keys in the order of their ids.</summary>
    /// <param name="AccessKeyMetadata">The keys.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Key> AccessKeyMetadata, bool IsTruncated, string? Marker);

    /// <summary>An access key.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="AccessKeyId"><c>AKIA…</c>.</param>
    /// <param name="Status">Active or Inactive.</param>
    /// <param name="CreateDate">When it was made.</param>
    public sealed record Key(string UserName, string AccessKeyId, AccessKeyStatus Status, DateTimeOffset CreateDate);

    /// <inheritdoc/>
    public static string Action => "iam:ListAccessKeys";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var rows = await call.Store.AccessKeys.Page(
            user.UserId, Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, key => key.AccessKeyId);
        return new Response(
            page.Select(key => new Key(
                user.UserName, key.AccessKeyId, key.IsActive ? AccessKeyStatus.Active : AccessKeyStatus.Inactive, key.CreatedAt)).ToList(),
            isTruncated, next);
    }
}
