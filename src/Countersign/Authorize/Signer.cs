namespace Countersign.Authorize;

/// <summary>Who signed a request, as policies know them.</summary>
/// <param name="Subject">The access key or the session, as <see cref="Evaluate"/> can be asked about it.</param>
/// <param name="Account">12 digits: that of the service that asked.</param>
/// <param name="Arn">Of the user or the session.</param>
/// <param name="UserId">As GetCallerIdentity tells it.</param>
/// <param name="PrincipalType">As the condition key <c>aws:PrincipalType</c>: <c>User</c>, <c>AssumedRole</c>, <c>FederatedUser</c>.</param>
/// <param name="SignedAt">When, as the client says; within 15 minutes of now, but for a presigned request.</param>
public sealed record Signer(Subject Subject, string Account, string Arn, string UserId, string PrincipalType, DateTimeOffset SignedAt)
{
    /// <summary>How the condition keys of tags begin.</summary>
    internal const string TagPrefix = "aws:PrincipalTag/";

    /// <summary>The user's name; null for a role's or a federated user's session.</summary>
    public string? UserName { get; init; }

    /// <summary>How many seconds ago MFA was given for the session; null when it was not, and for long-term keys.</summary>
    public long? MfaAge { get; init; }

    /// <summary>When the session's credentials were issued; null for long-term keys.</summary>
    public DateTimeOffset? SessionIssuedAt { get; init; }

    /// <summary>The session's name; null for a user.</summary>
    public string? SessionName { get; init; }

    /// <summary>Who stands behind the session, as said when its first role was assumed; null when nobody was named.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The tags that policies see: those of the user or the role, those of the session over them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
}
