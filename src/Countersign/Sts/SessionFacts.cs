namespace Countersign.Sts;

/// <summary>What the session of a role or of a federated user was made with, and carries in its token.</summary>
/// <param name="Name">The session's name, or the federated user's: 2 to 64 characters.</param>
internal sealed record SessionFacts(string Name)
{
    /// <summary>The inline session policy; null when there is none.</summary>
    public string? Policy { get; init; }

    /// <summary>Managed policies that limit the session together with <see cref="Policy"/>; null when there are none.</summary>
    public IReadOnlyList<string>? PolicyArns { get; init; }

    /// <summary>Session tags: they lie over the role's own.</summary>
    public IReadOnlyList<Tag>? Tags { get; init; }

    /// <summary>Keys of those tags that go along into the next role.</summary>
    public IReadOnlyList<string>? TransitiveTagKeys { get; init; }

    /// <summary>Who stands behind it, as said when the first role was assumed; it goes along and cannot be changed.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The identity provider (its ARN) whose token the role was assumed with; null when it was none.</summary>
    public string? FederatedProvider { get; init; }
}
