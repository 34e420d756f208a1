namespace Countersign.Identity;

/// <summary>Lists a user's X.509 signing certificates: there are none, since none can be uploaded. Tools that delete a user ask for them first.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html"/>
public sealed class ListSigningCertificates : IOperation<ListSigningCertificates.Request, ListSigningCertificates.Response>
{
    /// <summary>Whose certificates.</summary>
    /// <param name="UserName">The caller's when left out.</param>
    /// <param name="Marker">From the page before: there is none.</param>
    /// <param name="MaxItems">1 to 1000.</param>
    public sealed record Request(string? UserName = null, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>The empty list.</summary>
    /// <param name="Certificates">None.</param>
    /// <param name="IsTruncated">False.</param>
    /// <param name="Marker">None.</param>
    public sealed record Response(IReadOnlyList<SigningCertificate> Certificates, bool IsTruncated, string? Marker = null);

    /// <summary>A certificate, as AWS has them.</summary>
    /// <param name="UserName">Whose it is.</param>
    /// <param name="CertificateId">Its id.</param>
    /// <param name="CertificateBody">PEM.</param>
    /// <param name="Status">Active or Inactive.</param>
    /// <param name="UploadDate">When it was uploaded.</param>
    public sealed record SigningCertificate(string UserName, string CertificateId, string CertificateBody, string Status, DateTimeOffset? UploadDate);

    /// <inheritdoc/>
    public static string Action => "iam:ListSigningCertificates";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: no name from a caller who is no user, or the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        _ = await NamedUser.Of(request.UserName, call);
        _ = Marker.Read(request.Marker);
        return new Response([], false);
    }
}
