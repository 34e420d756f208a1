using Countersign.Storage;

namespace Countersign.Identity.OidcProviders;

/// <summary>The OpenID Connect provider that a request means by its ARN.</summary>
internal static class NamedOidcProvider
{
    /// <exception cref="ApiError">NoSuchEntity: not of this account, or not there.</exception>
    public static async Task<OidcProvider> Of(string arn, Call call) => await Find(arn, call) ?? throw OidcErrors.NotFound(arn);

    /// <summary>Null when it is not of this account, or not there.</summary>
    public static async Task<OidcProvider?> Find(string arn, Call call)
    {
        var prefix = Arn.OfOidcProvider(call.AccountId, "");
        return arn.StartsWith(prefix, StringComparison.Ordinal) ? await call.Store.OidcProviders.Find(call.AccountId, arn[prefix.Length..]) : null;
    }

    /// <summary>An action on a provider.</summary>
    public static async Task<Need> NeedOf(string action, string arn, Call call) => await Find(arn, call) is { } provider
        ? new Need(action, arn) { Keys = Needed.TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(provider.ProviderId), "iam:ResourceTag/") }
        : new Need(action, arn);
}
