namespace Countersign.Policy;

/// <summary>A policy and where it comes from.</summary>
/// <param name="Id">Its ARN, or the name of an inline policy: shown in explanations.</param>
/// <param name="Document">The compiled document.</param>
/// <param name="AttachedTo">For people: <c>user alice</c>, <c>group admins</c>; null when that says nothing.</param>
public sealed record NamedPolicy(string Id, PolicyDocument Document, string? AttachedTo = null);

/// <summary>
/// All policies that bear on a caller and a resource, layer by layer. Immutable, safe for many threads.
/// </summary>
/// <remarks>
/// Layers index their statements when made: keep them (the principal snapshot does), and build only this small set
/// anew when a session or a resource brings its own.
/// </remarks>
public sealed record PolicySet
{
    /// <summary>What the user (with groups), or the role, is permitted.</summary>
    public PolicyLayer Identity { get; init; } = PolicyLayer.Empty;

    /// <summary>The permissions boundary; null when the principal has none.</summary>
    public PolicyLayer? Boundary { get; init; }

    /// <summary>The policies the session was made with, which together limit it; null when it has none.</summary>
    public PolicyLayer? Session { get; init; }

    /// <summary>
    /// The resource's own policy, or the trust policy of the role to be assumed; null when there is none.
    /// </summary>
    public PolicyLayer? Resource { get; init; }

    /// <summary>
    /// Service control policies, one layer per level from the root of the organisation; each must allow.
    /// </summary>
    public IReadOnlyList<PolicyLayer> ServiceControl { get; init; } = [];
}
