namespace Countersign.Policy;

/// <summary>What the policies say, alone (a layer) or together (a decision).</summary>
public enum Outcome
{
    /// <summary>Permitted.</summary>
    Allowed,

    /// <summary>A statement denies it.</summary>
    ExplicitDeny,

    /// <summary>Nothing permits it.</summary>
    ImplicitDeny,
}

/// <summary>A statement that applied to a request.</summary>
/// <param name="Layer">The layer it spoke in.</param>
/// <param name="Level">For service control policies the level, 0 at the top; else 0.</param>
/// <param name="PolicyIndex">The policy's place in its layer.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Statement">The statement.</param>
public sealed record MatchedStatement(
    LayerKind Layer, int Level, int PolicyIndex, NamedPolicy Policy, Statement Statement);

/// <summary>The answer to a request, and why.</summary>
/// <remarks>Compare outcomes through <see cref="IsAllowed"/>; the rest explains.</remarks>
public sealed class Decision
{
    private readonly Outcome?[] _layers;

    internal Decision(
        Outcome outcome, LayerKind? deciding, Outcome?[] layers, IReadOnlyList<MatchedStatement> matched, bool isTrust)
    {
        Outcome = outcome;
        DecidingLayer = deciding;
        _layers = layers;
        Matched = matched;
        IsTrustPolicy = isTrust;
    }

    /// <summary>The verdict.</summary>
    public Outcome Outcome { get; }

    /// <summary>Whether the caller may go on.</summary>
    public bool IsAllowed => Outcome == Outcome.Allowed;

    /// <summary>
    /// For refusals the layer that denied, or the first that had to allow and did not. Null when allowed.
    /// </summary>
    public LayerKind? DecidingLayer { get; }

    /// <summary>
    /// What decided: the denying statements of an explicit deny, else every allowing one that applied.
    /// </summary>
    public IReadOnlyList<MatchedStatement> Matched { get; }

    /// <summary>Whether the resource's policy is the trust policy of a role.</summary>
    internal bool IsTrustPolicy { get; }

    /// <summary>What a layer says by itself; null when the request has no such layer.</summary>
    public Outcome? this[LayerKind layer] => _layers[(int)layer];
}
