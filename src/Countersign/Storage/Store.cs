using System.Data;

namespace Countersign.Storage;

/// <summary>The tables, in one transaction.</summary>
internal sealed class Store(IDbConnection connection, IDbTransaction transaction, Sealing sealing)
{
    /// <summary>Seals and opens; session tokens need its keys.</summary>
    public Sealing Sealing => sealing;

    public Accounts Accounts => new(connection, transaction);
    public Users Users => new(connection, transaction);
    public LoginProfiles LoginProfiles => new(connection, transaction);
    public PasswordPolicies PasswordPolicies => new(connection, transaction);
    public AccessKeys AccessKeys => new(connection, transaction, sealing);
    public UserPolicies UserPolicies => new(connection, transaction);
    public Tags Tags => new(connection, transaction);
    public MfaDevices MfaDevices => new(connection, transaction, sealing);
    public RecoveryCodes RecoveryCodes => new(connection, transaction, sealing);
    public Tokens Tokens => new(connection, transaction, sealing);
    public SeedUploads SeedUploads => new(connection, transaction, sealing);
    public Passkeys Passkeys => new(connection, transaction);
    public UsedChallenges UsedChallenges => new(connection, transaction);
    public AttemptCounters AttemptCounters => new(connection, transaction);
    public SignInAttempts SignInAttempts => new(connection, transaction);
    public ConsoleSessions ConsoleSessions => new(connection, transaction);
    public AuditEvents AuditEvents => new(connection, transaction);
    public DataProtectionKeys DataProtectionKeys => new(connection, transaction, sealing);
    public CredentialReports CredentialReports => new(connection, transaction);
}
