namespace Countersign.Identity.OidcProviders;

/// <summary>Lists the tags of an OpenID Connect provider in the order of their keys.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html"/>
public sealed class ListOpenIDConnectProviderTags : IOperation<ListOpenIDConnectProviderTags.Request, ListOpenIDConnectProviderTags.Response>
{
    /// <summary>Which provider.</summary>
    /// <param name="OpenIDConnectProviderArn"><c>arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH</c>.</param>
    /// <param name="Marker">From the page before.</param>
    /// <param name="MaxItems">1 to 1000; 100 when left out.</param>
    public sealed record Request(string OpenIDConnectProviderArn, string? Marker = null, int? MaxItems = null) : IRequest<Response>;

    /// <summary>A page of tags.</summary>
    /// <param name="Tags">The tags.</param>
    /// <param name="IsTruncated">True when there is more.</param>
    /// <param name="Marker">For the next page, if there is one.</param>
    public sealed record Response(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker);

    /// <inheritdoc/>
    public static string Action => "iam:ListOpenIDConnectProviderTags";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NamedOidcProvider.NeedOf(Action, request.OpenIDConnectProviderArn, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; ValidationError: the marker is not ours.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var provider = await NamedOidcProvider.Of(request.OpenIDConnectProviderArn, call);
        var (tags, isTruncated, next) = await ResourceTags.Page(provider.ProviderId, request.Marker, request.MaxItems, call);
        return new Response(tags, isTruncated, next);
    }
}
