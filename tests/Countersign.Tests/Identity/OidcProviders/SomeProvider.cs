using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

/// <summary>OpenID Connect providers for tests.</summary>
internal static class SomeProvider
{
    public static readonly string Thumbprint = new('a', 40);

    /// <summary>One that no other test of this server uses.</summary>
    public static string NewUrl(TestServer server) => $"https://{server.NewName("idp")}.example.com/realm";

    /// <summary>Made by the operation.</summary>
    /// <returns>Its ARN.</returns>
    public static async Task<string> Add(TestServer server, IReadOnlyList<string>? clientIds = null, params Tag[] tags) =>
        (await server.AsAdmin(new CreateOpenIDConnectProvider.Request(NewUrl(server), clientIds, Tags: tags))).OpenIDConnectProviderArn;

    public static Task<GetOpenIDConnectProvider.Response> Get(TestServer server, string arn) => server.AsAdmin(new GetOpenIDConnectProvider.Request(arn));

    /// <summary>The ARN of one that is not there.</summary>
    public static string Ghost(TestServer server) => Arn.OfOidcProvider(server.Admin.AccountId, "ghost.example.com");

    /// <summary>Asserts that one that is not there is named.</summary>
    public static Task Unknown(TestServer server, Func<Task> act) =>
        Refused.With("NoSuchEntity", 404, $"OpenIDConnect Provider not found for arn {Ghost(server)}", act);
}
