namespace Countersign.Identity;

/// <summary>Lists the SSH public keys of a user in the order of their ids.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html"/>
public sealed class ListSSHPublicKeys : IOperation<ListSSHPublicKeys.Request, ListSSHPublicKeys.Response>
{
    /// <summary>Whose keys.</summary>
    /// <param name="UserName">The caller's when left out.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string? UserName = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of keys.</summary>
    /// <param name="SSHPublicKeys">The keys.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<KeyMetadata> SSHPublicKeys, bool IsTruncated, string? Marker);

    /// <summary>A key without its body.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="SSHPublicKeyId"><c>APKA…</c>.</param>
    /// <param name="Status">Active or Inactive.</param>
    /// <param name="UploadDate">When it was uploaded.</param>
    public sealed record KeyMetadata(string UserName, string SSHPublicKeyId, string Status, DateTimeOffset UploadDate);

    /// <inheritdoc/>
    public static string Action => "iam:ListSSHPublicKeys";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: no name from a caller who is no user, or the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var rows = await call.Store.SshPublicKeys.Page(user.UserId, Marker.Read(request.Marker), (request.MaxItems ?? Marker.DefaultItems) + 1);
        var (page, isTruncated, next) = Marker.Cut(rows, request.MaxItems, key => key.SshPublicKeyId);
        return new Response(page.Select(key => new KeyMetadata(user.UserName, key.SshPublicKeyId, key.Status, key.UploadedAt)).ToList(), isTruncated, next);
    }
}
