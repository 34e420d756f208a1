namespace Countersign.Storage;

/// <summary>The tables, in one transaction.</summary>
internal sealed class Store(Statements statements, Sealing sealing)
{
    /// <summary>Seals and opens; session tokens need its keys.</summary>
    public Sealing Sealing => sealing;

    /// <summary>Sends what waits: see <see cref="Statements"/>.</summary>
    public Task Send() => statements.Send();

    public Accounts Accounts => new(statements);
    public Users Users => new(statements);
    public LoginProfiles LoginProfiles => new(statements);
    public PasswordPolicies PasswordPolicies => new(statements);
    public AccessKeys AccessKeys => new(statements, sealing);
    public SshPublicKeys SshPublicKeys => new(statements);
    public Groups Groups => new(statements);
    public Roles Roles => new(statements);
    public InstanceProfiles InstanceProfiles => new(statements);
    public OidcProviders OidcProviders => new(statements);
    public Policies Policies => new(statements);
    public InlinePolicies InlinePolicies => new(statements);
    public PolicyAttachments PolicyAttachments => new(statements);
    public Tags Tags => new(statements);
    public MfaDevices MfaDevices => new(statements, sealing);
    public RecoveryCodes RecoveryCodes => new(statements, sealing);
    public Tokens Tokens => new(statements, sealing);
    public SeedUploads SeedUploads => new(statements, sealing);
    public Passkeys Passkeys => new(statements);
    public UsedChallenges UsedChallenges => new(statements);
    public AttemptCounters AttemptCounters => new(statements);
    public SignInAttempts SignInAttempts => new(statements);
    public ConsoleSessions ConsoleSessions => new(statements);
    public AuditEvents AuditEvents => new(statements);
    public AuditSeals AuditSeals => new(statements, sealing);
    public DataKeys DataKeys => new(statements, sealing.Source);
    public SealedValues SealedValues => new(statements, sealing);
    public Backups.Backup Backup => new(statements, sealing);
    public DataProtectionKeys DataProtectionKeys => new(statements, sealing);
    public CredentialReports CredentialReports => new(statements);
}
