namespace Countersign.Identity.OidcProviders;

/// <summary>Replaces all thumbprints of an OpenID Connect provider.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html"/>
public sealed class UpdateOpenIDConnectProviderThumbprint : IOperation<UpdateOpenIDConnectProviderThumbprint.Request, Nothing>
{
    /// <summary>Which provider, and what it has from now on.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="ThumbprintList">At most 5, of 40 hexadecimal digits; kept and not used.</param>
    public sealed record Request(string OpenIDConnectProviderArn, IReadOnlyList<string> ThumbprintList) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateOpenIDConnectProviderThumbprint";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: too many, or not of 40 hexadecimal digits.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var thumbprints = Thumbprints.Write(request.ThumbprintList);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var provider = await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call);
        await call.Store.OidcProviders.SetThumbprints(provider.ProviderId, thumbprints);
        return Nothing.Value;
    }
}
