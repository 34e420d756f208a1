namespace Countersign.Identity.OidcProviders;

/// <summary>Takes an audience from an OpenID Connect provider: tokens for it are refused from then on. One that is not there is no fault, as in AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html"/>
public sealed class RemoveClientIDFromOpenIDConnectProvider : IOperation<RemoveClientIDFromOpenIDConnectProvider.Request, Nothing>
{
    /// <summary>Which provider, which audience.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="ClientID">1 to 255 characters.</param>
    public sealed record Request(string OpenIDConnectProviderArn, string ClientID) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:RemoveClientIDFromOpenIDConnectProvider";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var provider = await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call);
        await call.Store.OidcProviders.RemoveClientId(provider.ProviderId, request.ClientID);
        return Nothing.Value;
    }
}
