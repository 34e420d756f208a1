namespace Countersign.Identity;

/// <summary>Lists a user's credentials for single AWS services: there are none, since none can be made. Tools that delete a user ask for them first.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html"/>
public sealed class ListServiceSpecificCredentials : IOperation<ListServiceSpecificCredentials.Request, ListServiceSpecificCredentials.Response>
{
    /// <summary>Whose credentials.</summary>
    /// <param name="UserName">The caller's when left out.</param>
    /// <param name="ServiceName">Of which service.</param>
    /// <param name="AllUsers">Those of all users.</param>
    /// <param name="Marker">From the page before: there is none.</param>
    /// <param name="MaxItems">1 to 1000.</param>
    public sealed record Request(
        string? UserName = null, string? ServiceName = null, bool? AllUsers = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>The empty list.</summary>
    /// <param name="ServiceSpecificCredentials">None.</param>
    /// <param name="IsTruncated">False.</param>
    /// <param name="Marker">None.</param>
    public sealed record Response(IReadOnlyList<Metadata> ServiceSpecificCredentials, bool IsTruncated, string? Marker = null);

    /// <summary>A credential without its secret, as AWS has them.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="Status">Active or Inactive.</param>
    /// <param name="ServiceUserName">The user at the service.</param>
    /// <param name="ServiceCredentialAlias">Another name of the credential.</param>
    /// <param name="CreateDate">When it was made.</param>
    /// <param name="ExpirationDate">When it ends, if ever.</param>
    /// <param name="ServiceSpecificCredentialId">Its id.</param>
    /// <param name="ServiceName">For which service.</param>
    public sealed record Metadata(
        string UserName, string Status, string? ServiceUserName, string? ServiceCredentialAlias, DateTimeOffset CreateDate, DateTimeOffset? ExpirationDate,
        string ServiceSpecificCredentialId, string ServiceName);

    /// <inheritdoc/>
    public static string Action => "iam:ListServiceSpecificCredentials";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: no name from a caller who is no user, or the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (request.AllUsers is not true)
            _ = await NamedUser.Of(request.UserName, call);
        _ = Marker.Read(request.Marker);
        return new Response([], false);
    }
}
