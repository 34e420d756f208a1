namespace Countersign.Identity.OidcProviders;

/// <summary>Tells an OpenID Connect provider's URL, audiences, thumbprints and tags.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html"/>
public sealed class GetOpenIDConnectProvider : IOperation<GetOpenIDConnectProvider.Request, GetOpenIDConnectProvider.Response>
{
    /// <summary>Which provider.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    public sealed record Request(string OpenIDConnectProviderArn) : IRequest<Response>;

    /// <summary>The provider.</summary>
    /// <param name="Url">Without its scheme, as AWS shows it.</param>
    /// <param name="ClientIDList">The audiences in their order.</param>
    /// <param name="ThumbprintList">As they were given.</param>
    /// <param name="CreateDate">When it was made.</param>
    /// <param name="Tags">Its tags, if there are any.</param>
    public sealed record Response(
        string Url, IReadOnlyList<string> ClientIDList, IReadOnlyList<string> ThumbprintList, DateTimeOffset CreateDate, IReadOnlyList<Tag>? Tags);

    /// <inheritdoc/>
    public static string Action => "iam:GetOpenIDConnectProvider";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var provider = await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call);
        var tags = await call.Store.Tags.Of(provider.ProviderId);
        return new Response(
            provider.Name, await call.Store.OidcProviders.ClientIds(provider.ProviderId), Thumbprints.Read(provider.Thumbprints), provider.CreatedAt,
            tags.Count > 0 ? tags : null);
    }
}
