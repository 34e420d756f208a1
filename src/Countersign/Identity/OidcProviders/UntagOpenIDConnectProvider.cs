namespace Countersign.Identity.OidcProviders;

/// <summary>Takes tags from an OpenID Connect provider; keys that are not there are passed over.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html"/>
public sealed class UntagOpenIDConnectProvider : IOperation<UntagOpenIDConnectProvider.Request, Nothing>
{
    /// <summary>Which provider, which tags.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="TagKeys">At most 50, in any case.</param>
    public sealed record Request(string OpenIDConnectProviderArn, IReadOnlyList<string> TagKeys) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UntagOpenIDConnectProvider";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)).With(ResourceTags.Named(request.TagKeys))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Remove(async () => (await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call)).ProviderId, request.TagKeys, call);
}
