using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign;

/// <summary>Who calls, as far as the door's proof has shown.</summary>
public abstract record Caller
{
    private protected Caller()
    {
    }
}

/// <summary>Nobody yet: may only take the first step of signing in.</summary>
public sealed record AnonymousCaller : Caller;

/// <summary>Somebody whose password was right and who has not finished signing in: may only take the next step.</summary>
public sealed record PendingCaller : Caller
{
    internal PendingCaller(SignInAttempt attempt, SignInFacts facts) => (Attempt, Facts) = (attempt, facts);

    internal SignInAttempt Attempt { get; }

    internal SignInFacts Facts { get; }

    internal User User => Facts.User;
}

/// <summary>An IAM user, by access key, temporary credentials or console session.</summary>
public sealed record UserCaller : Caller
{
    internal UserCaller(User user, Credential credential) => (User, Credential) = (user, credential);

    internal User User { get; }

    internal Credential Credential { get; }

    /// <summary>The ARN that policies and answers name the caller by.</summary>
    public string Arn => User.Arn;
}

/// <summary>Somebody with a shell on the server. Only the command line can make one (a test says so).</summary>
/// <param name="OperatingSystemUser">Who ran the command, for the audit log.</param>
public sealed record LocalOperator(string OperatingSystemUser) : Caller;
