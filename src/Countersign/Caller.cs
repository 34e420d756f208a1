using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign;

/// <summary>Who calls, as far as the door's proof has shown.</summary>
public abstract record Caller
{
    private protected Caller()
    {
    }
}

/// <summary>Nobody yet: may only take the first step of signing in, or show what another provider vouches for.</summary>
public sealed record AnonymousCaller : Caller
{
    /// <summary>Whose account the call is about; null for the deployment's own.</summary>
    internal string? AccountId { get; init; }
}

/// <summary>Somebody whose password was right and who has not finished signing in: may only take the next step.</summary>
public sealed record PendingCaller : Caller
{
    internal PendingCaller(SignInAttempt attempt, SignInFacts facts) => (Attempt, Facts) = (attempt, facts);

    internal SignInAttempt Attempt { get; }

    internal SignInFacts Facts { get; }

    internal User User => Facts.User;
}

/// <summary>Somebody whom policies know: a user, or a session that acts for a role or a user.</summary>
public abstract record PrincipalCaller : Caller
{
    private protected PrincipalCaller(Credential credential) => Credential = credential;

    internal Credential Credential { get; }

    /// <summary>The caller's own account, 12 digits.</summary>
    public abstract string AccountId { get; }

    /// <summary>The ARN that policies and answers name the caller by.</summary>
    public abstract string Arn { get; }

    /// <summary>As GetCallerIdentity and <c>aws:userid</c> tell it.</summary>
    public abstract string UserId { get; }

    /// <summary>The account's revision when the caller was looked up; null when nobody looked.</summary>
    internal abstract long? AccountRevision { get; }
}

/// <summary>An IAM user, by access key, temporary credentials or console session.</summary>
public sealed record UserCaller : PrincipalCaller
{
    internal UserCaller(User user, Credential credential)
        : base(credential) => User = user;

    internal User User { get; }

    /// <inheritdoc/>
    public override string AccountId => User.AccountId;

    /// <inheritdoc/>
    public override string Arn => User.Arn;

    /// <inheritdoc/>
    public override string UserId => User.UserId;

    internal override long? AccountRevision => User.AccountRevision;
}

/// <summary>A session of a role (AssumeRole and its kin).</summary>
public sealed record RoleCaller : PrincipalCaller
{
    internal RoleCaller(Role role, SessionFacts session, Credential credential)
        : base(credential) => (Role, Session) = (role, session);

    internal Role Role { get; }

    internal SessionFacts Session { get; }

    /// <inheritdoc/>
    public override string AccountId => Role.AccountId;

    /// <inheritdoc/>
    public override string Arn => Countersign.Arn.OfRoleSession(AccountId, Role.RoleName, Session.Name);

    /// <inheritdoc/>
    public override string UserId => $"{Role.RoleId}:{Session.Name}";

    internal override long? AccountRevision => Role.AccountRevision;
}

/// <summary>A session that a user made for somebody else (GetFederationToken).</summary>
public sealed record FederatedCaller : PrincipalCaller
{
    internal FederatedCaller(User user, SessionFacts session, Credential credential)
        : base(credential) => (User, Session) = (user, session);

    internal User User { get; }

    internal SessionFacts Session { get; }

    /// <inheritdoc/>
    public override string AccountId => User.AccountId;

    /// <inheritdoc/>
    public override string Arn => Countersign.Arn.OfFederatedUser(AccountId, Session.Name);

    /// <inheritdoc/>
    public override string UserId => $"{AccountId}:{Session.Name}";

    internal override long? AccountRevision => User.AccountRevision;
}

/// <summary>Somebody with a shell on the server. Only the command line can make one (a test says so).</summary>
/// <param name="OperatingSystemUser">Who ran the command, for the audit log.</param>
/// <param name="AccountId">Whose account the command is about; null for the deployment's own.</param>
public sealed record LocalOperator(string OperatingSystemUser, string? AccountId = null) : Caller;
