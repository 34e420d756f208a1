namespace Countersign.Identity.OidcProviders;

/// <summary>Adds tags to an OpenID Connect provider; a key that is there, in whatever case, gets the new value.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html"/>
public sealed class TagOpenIDConnectProvider : IOperation<TagOpenIDConnectProvider.Request, Nothing>
{
    /// <summary>Which provider, which tags.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="Tags">At most 50, and 50 with those that are there.</param>
    public sealed record Request(string OpenIDConnectProviderArn, IReadOnlyList<Tag> Tags) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:TagOpenIDConnectProvider";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)).With(Needed.RequestTags(request.Tags))];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        ResourceTags.Add(async () => (await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call)).ProviderId, request.Tags, call);
}
