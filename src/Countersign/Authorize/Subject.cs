namespace Countersign.Authorize;

/// <summary>What sort of thing names a subject; on the wire <c>user</c>, <c>role</c>, <c>access_key</c>, <c>session</c>.</summary>
public enum SubjectKind
{
    /// <summary>A user, by name or ARN. Nothing shows how it signed in: that is what the asking service says.</summary>
    User,

    /// <summary>A session of a role, by the role's name or ARN, or by the session's ARN.</summary>
    Role,

    /// <summary>A long-term access key, by its id.</summary>
    AccessKey,

    /// <summary>Temporary credentials, by their access key id and their session token.</summary>
    Session,
}

/// <summary>Somebody that another service asks about.</summary>
/// <param name="Kind">What <paramref name="Id"/> names.</param>
/// <param name="Id">A name, an ARN, or an access key id; at most 1024 characters.</param>
/// <param name="SessionToken">Of a session; null for the others. Never shown.</param>
/// <param name="Mfa">Of a user, as the asking service says: true with MFA, false in a session without; null: by a long-term key.</param>
/// <param name="MfaAge">How many seconds ago MFA was given, 0 to 129600; only where <paramref name="Mfa"/> is true.</param>
public sealed record Subject(SubjectKind Kind, string Id, string? SessionToken = null, bool? Mfa = null, long MfaAge = 0)
{
    /// <summary>Kind and id, for the audit log: what else there is may be secret.</summary>
    public override string ToString() => $"{Word(Kind)} {Id}";

    /// <summary>The kind as it is written on the wire.</summary>
    internal static string Word(SubjectKind kind) => kind switch
    {
        SubjectKind.User => "user",
        SubjectKind.Role => "role",
        SubjectKind.AccessKey => "access_key",
        _ => "session",
    };
}
