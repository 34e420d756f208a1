using Countersign.Sts;

namespace Countersign;

/// <summary>Something that temporary credentials may never do, whatever policies say.</summary>
/// <param name="Refusal">What the call is answered.</param>
/// <param name="Sentence">The rule, for people.</param>
internal sealed record SessionLimit(ApiError Refusal, string Sentence)
{
    /// <summary>What an explanation says of it.</summary>
    public string Verdict => $"Denied: {Sentence}, whatever policies say. The call is answered {Refusal.Code}: {Refusal.Message}";
}

/// <summary>What AWS does not let temporary credentials do, whatever policies say ("Comparing the AWS STS API operations").</summary>
internal static class SessionRules
{
    private const string NoIam = "temporary credentials without MFA may not call IAM";

    /// <summary>The rule that forbids it; null when none does, and policies decide.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="action">As policies name it.</param>
    public static SessionLimit? LimitOf(PrincipalCaller caller, string action)
    {
        var isSts = action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
        var name = isSts ? action[4..] : "";
        if (isSts && Is(name, "GetCallerIdentity"))
            return null;
        return caller switch
        {
            { Credential: not Credential.AccessKey } when isSts && Is(name, "GetSessionToken") => NotBySession("GetSessionToken", "sessions of any kind"),
            FederatedCaller when isSts => NotBySession(name, "sessions of GetFederationToken"),
            FederatedCaller when IsOf(action, "iam:") =>
                new SessionLimit(IamErrors.SessionWithoutMfa(), "sessions of GetFederationToken may not call IAM"),
            RoleCaller when isSts && Is(name, "GetFederationToken") => NotBySession("GetFederationToken", "sessions of a role"),
            UserCaller { Credential: Credential.Temporary } when isSts && !MayBeCalledBySession(name) => NotBySession(name, "sessions of GetSessionToken"),
            UserCaller { Credential: Credential.Temporary { MfaAt: null } } when IsOf(action, "iam:") || IsOf(action, "countersign:") =>
                new SessionLimit(IamErrors.SessionWithoutMfa(), NoIam),
            _ => null,
        };
    }

    private static SessionLimit NotBySession(string operation, string whose) =>
        new(StsErrors.SessionCredentials(operation), $"{whose} may not call {operation}");

    private static bool MayBeCalledBySession(string name) => Is(name, "AssumeRole") || Is(name, "TagSession") || Is(name, "SetSourceIdentity");

    private static bool IsOf(string action, string service) => action.StartsWith(service, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
