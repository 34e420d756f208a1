using Countersign.Storage;

namespace Countersign.Identity.OidcProviders;

/// <summary>Lets the account's roles be assumed with the tokens of an OpenID Connect provider, where their trust policies name it.</summary>
/// <remarks>The provider is not asked now, but when the first of its tokens comes: so no thumbprint is looked up.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html"/>
public sealed class CreateOpenIDConnectProvider : IOperation<CreateOpenIDConnectProvider.Request, CreateOpenIDConnectProvider.Response>
{
    private readonly ServerOptions _options;

    internal CreateOpenIDConnectProvider(ServerOptions options) => _options = options;

    /// <summary>Which provider, and for whom its tokens must be.</summary>
    /// <param name="Url">The issuer as its tokens name it: <c>https://</c>, without port or query; at most 255 characters.</param>
    /// <param name="ClientIDList">The audiences, at most 100; a token of another one is refused.</param>
    /// <param name="ThumbprintList">At most 5, of 40 hexadecimal digits; kept and not used.</param>
    /// <param name="Tags">At most 50.</param>
    public sealed record Request(
        string Url, IReadOnlyList<string>? ClientIDList = null, IReadOnlyList<string>? ThumbprintList = null, IReadOnlyList<Tag>? Tags = null)
        : IRequest<Response>;

    /// <summary>The new provider.</summary>
    /// <param name="OpenIDConnectProviderArn">For trust policies.</param>
    /// <param name="Tags">Its tags, if there are any.</param>
    public sealed record Response(string OpenIDConnectProviderArn, IReadOnlyList<Tag>? Tags);

    /// <inheritdoc/>
    public static string Action => "iam:CreateOpenIDConnectProvider";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var scheme = request.Url.IndexOf("://", StringComparison.Ordinal);
        var name = scheme < 0 ? request.Url : request.Url[(scheme + 3)..];
        return Task.FromResult<IReadOnlyList<Need>>([new Need(Action, Arn.OfOidcProvider(call.AccountId, name)) { Keys = Needed.RequestTags(request.Tags) }]);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists, LimitExceeded; InvalidInput: the URL, a thumbprint, tag keys that are one.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        TagRules.Check(request.Tags);
        var name = OidcUrl.NameOf(request.Url, _options);
        var thumbprints = Thumbprints.Write(request.ThumbprintList);
        var clientIds = (request.ClientIDList ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (clientIds.Count > Quotas.ClientIdsPerOidcProvider)
            throw IamErrors.QuotaExceeded("ClientIdsPerOpenIdConnectProvider", Quotas.ClientIdsPerOidcProvider);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while providers are counted
        if (await call.Store.OidcProviders.Count(call.AccountId) >= Quotas.OidcProviders)
            throw IamErrors.QuotaExceeded("OpenIdConnectProvidersPerAccount", Quotas.OidcProviders);
        var provider = new OidcProvider
        {
            ProviderId = UniqueId.OfEntity("OIDC"),
            AccountId = call.AccountId,
            Name = name,
            Url = request.Url,
            Thumbprints = thumbprints,
            CreatedAt = call.Now,
        };
        if (!await call.Store.OidcProviders.Add(provider))
            throw OidcErrors.Exists(request.Url);
        foreach (var clientId in clientIds)
            await call.Store.OidcProviders.AddClientId(provider.ProviderId, clientId);
        await call.Store.Tags.Set(call.AccountId, provider.ProviderId, request.Tags ?? []);
        return new Response(provider.Arn, request.Tags is { Count: > 0 } tags ? tags : null);
    }
}
