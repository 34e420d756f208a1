namespace Countersign.Identity.OidcProviders;

/// <summary>Adds an audience to an OpenID Connect provider; one that is there stays, as in AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html"/>
public sealed class AddClientIDToOpenIDConnectProvider : IOperation<AddClientIDToOpenIDConnectProvider.Request, Nothing>
{
    /// <summary>Which provider, which audience.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="ClientID">1 to 255 characters: what tokens have as <c>aud</c>.</param>
    public sealed record Request(string OpenIDConnectProviderArn, string ClientID) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AddClientIDToOpenIDConnectProvider";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, LimitExceeded.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while audiences are counted
        var provider = await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call);
        await call.Store.OidcProviders.AddClientId(provider.ProviderId, request.ClientID);
        return (await call.Store.OidcProviders.ClientIds(provider.ProviderId)).Count <= Quotas.ClientIdsPerOidcProvider
            ? Nothing.Value
            : throw IamErrors.QuotaExceeded("ClientIdsPerOpenIdConnectProvider", Quotas.ClientIdsPerOidcProvider);
    }
}
