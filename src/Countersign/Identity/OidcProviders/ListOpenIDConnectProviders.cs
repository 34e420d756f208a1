namespace Countersign.Identity.OidcProviders;

/// <summary>Lists the account's OpenID Connect providers, all at once as in AWS.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html"/>
public sealed class ListOpenIDConnectProviders : IOperation<ListOpenIDConnectProviders.Request, ListOpenIDConnectProviders.Response>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The providers.</summary>
    /// <param name="OpenIDConnectProviderList">In the order of their names.</param>
    public sealed record Response(IReadOnlyList<Entry> OpenIDConnectProviderList);

    /// <summary>A provider in the list.</summary>
    /// <param name="Arn">Its ARN.</param>
    public sealed record Entry(string Arn);

    /// <inheritdoc/>
    public static string Action => "iam:ListOpenIDConnectProviders";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call) =>
        new((await call.Store.OidcProviders.All(call.AccountId)).Select(provider => new Entry(provider.Arn)).ToList());
}
