namespace Countersign.Storage;

/// <summary>The stored credential report.</summary>
internal sealed record CredentialReport
{
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>CSV.</summary>
    public required string Content { get; init; }
}

/// <summary>The table <c>credential_reports</c>: one report an account.</summary>
internal readonly struct CredentialReports(Statements statements)
{
    public Task<CredentialReport?> Find(string accountId) => statements.Find<CredentialReport?>(
        "SELECT generated_at, content FROM credential_reports WHERE account_id = @accountId", new { accountId });

    public Task Set(string accountId, CredentialReport report) => statements.Later("""
        INSERT INTO credential_reports (account_id, generated_at, content) VALUES (@accountId, @GeneratedAt, @Content)
        ON CONFLICT (account_id) DO UPDATE SET generated_at = @GeneratedAt, content = @Content
        """, new { accountId, report.GeneratedAt, report.Content });
}
