namespace Countersign.Storage;

/// <summary>An OpenID Connect provider whose tokens an account believes.</summary>
internal sealed record OidcProvider
{
    public required string ProviderId { get; init; }
    public required string AccountId { get; init; }

    /// <summary>Host and path: of the ARN, and before the colon of condition keys.</summary>
    public required string Name { get; init; }

    /// <summary>The issuer, letter for letter as its tokens have it.</summary>
    public required string Url { get; init; }

    /// <summary>40 hexadecimal digits each, separated by blanks.</summary>
    public required string Thumbprints { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public string Arn => Countersign.Arn.OfOidcProvider(AccountId, Name);
}

/// <summary>The tables <c>oidc_providers</c> and <c>oidc_client_ids</c>.</summary>
internal readonly struct OidcProviders(Statements statements)
{
    private const string Columns = "provider_id, account_id, name, url, thumbprints, created_at";

    public Task<OidcProvider?> Find(string accountId, string name) => statements.Find<OidcProvider?>(
        $"SELECT {Columns} FROM oidc_providers WHERE account_id = @accountId AND name = @name", new { accountId, name });

    /// <summary>By the issuer that a token names.</summary>
    public Task<OidcProvider?> FindByUrl(string accountId, string url) => statements.Find<OidcProvider?>(
        $"SELECT {Columns} FROM oidc_providers WHERE account_id = @accountId AND url = @url", new { accountId, url });

    /// <summary>All of an account in the order of their names.</summary>
    public Task<IReadOnlyList<OidcProvider>> All(string accountId) => statements.List<OidcProvider>(
        $"SELECT {Columns} FROM oidc_providers WHERE account_id = @accountId ORDER BY name", new { accountId });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM oidc_providers WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the account has that provider already.</returns>
    public async Task<bool> Add(OidcProvider provider) => await statements.Change("""
        INSERT INTO oidc_providers (provider_id, account_id, name, url, thumbprints, created_at)
        VALUES (@ProviderId, @AccountId, @Name, @Url, @Thumbprints, @CreatedAt)
        ON CONFLICT (account_id, name) DO NOTHING
        """, new { provider.ProviderId, provider.AccountId, provider.Name, provider.Url, provider.Thumbprints, provider.CreatedAt }) == 1;

    public async Task Remove(string providerId)
    {
        await statements.Later("DELETE FROM oidc_client_ids WHERE provider_id = @providerId", new { providerId });
        await statements.Later("DELETE FROM oidc_providers WHERE provider_id = @providerId", new { providerId });
    }

    public Task SetThumbprints(string providerId, string thumbprints) => statements.Later(
        "UPDATE oidc_providers SET thumbprints = @thumbprints WHERE provider_id = @providerId", new { thumbprints, providerId });

    /// <summary>The audiences in their order.</summary>
    public Task<IReadOnlyList<string>> ClientIds(string providerId) => statements.List<string>(
        "SELECT client_id FROM oidc_client_ids WHERE provider_id = @providerId ORDER BY client_id", new { providerId });

    /// <remarks>One that is there stays.</remarks>
    public Task AddClientId(string providerId, string clientId) => statements.Later("""
        INSERT INTO oidc_client_ids (provider_id, client_id) VALUES (@providerId, @clientId)
        ON CONFLICT (provider_id, client_id) DO NOTHING
        """, new { providerId, clientId });

    public Task RemoveClientId(string providerId, string clientId) => statements.Later(
        "DELETE FROM oidc_client_ids WHERE provider_id = @providerId AND client_id = @clientId", new { providerId, clientId });
}
