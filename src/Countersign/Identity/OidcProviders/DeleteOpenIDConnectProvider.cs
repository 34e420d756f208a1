namespace Countersign.Identity.OidcProviders;

/// <summary>Deletes an OpenID Connect provider: from then on none of its tokens is believed. One that is not there is no fault, as in AWS.</summary>
/// <remarks>Trust policies that name it stay as they are and let nobody in; sessions that were made with its tokens last until they end.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html"/>
public sealed class DeleteOpenIDConnectProvider : IOperation<DeleteOpenIDConnectProvider.Request, Nothing>
{
    /// <summary>Which provider.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    public sealed record Request(string OpenIDConnectProviderArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteOpenIDConnectProvider";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody adds a client id meanwhile
        if (await NamedOidcProvider.Find(request.OpenIDConnectProviderArn, call) is not { } provider)
            return Nothing.Value;
        await call.Store.Tags.RemoveAll(provider.ProviderId);
        await call.Store.OidcProviders.Remove(provider.ProviderId);
        return Nothing.Value;
    }
}
