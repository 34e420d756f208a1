using Countersign.Policy;

namespace Countersign;

/// <summary>What somebody would be answered who called now, and why.</summary>
/// <remarks>
/// A policy of another account decides here as it does in the call, but its statements are not shown: they are that account's affair.
/// </remarks>
internal sealed class Judgement
{
    private readonly Need _need;
    private readonly SessionLimit? _limit;
    private readonly Explanation _explanation;

    /// <summary>Puts a judgement together.</summary>
    /// <param name="need">What was needed.</param>
    /// <param name="request">The question as policies were asked it.</param>
    /// <param name="explanation">What the policies say.</param>
    /// <param name="limit">What temporary credentials may never do, if it is that.</param>
    /// <param name="refusal">What the call would be answered; null when it would be let through.</param>
    public Judgement(Need need, PolicyRequest request, Explanation explanation, SessionLimit? limit, ApiError? refusal) =>
        (_need, Request, _explanation, _limit, Refusal) = (need, request, explanation, limit, refusal);

    /// <summary>The question as policies were asked it.</summary>
    public PolicyRequest Request { get; }

    /// <summary>What the call would be answered; null when it would be let through.</summary>
    public ApiError? Refusal { get; }

    /// <summary>Whether the call would be let through.</summary>
    public bool IsAllowed => Refusal is null;

    /// <summary>Whether a statement denies it.</summary>
    public bool IsExplicitDeny => _limit is null && _explanation.Decision.Outcome == Outcome.ExplicitDeny;

    /// <summary>It in a sentence or two: what decided, or what came closest.</summary>
    public string Verdict => (_limit, Refusal) switch
    {
        ({ } limit, _) => limit.Verdict,
        (_, null) when !_explanation.Decision.IsAllowed =>
            $"Allowed: the account's password policy lets users change their own password, and nothing denies {_need.Action}.",
        (_, not null) when IsHidden(_explanation.Decision.DecidingLayer) =>
            $"Denied: {_need.Resource} belongs to the account {_need.ResourceAccount}, and it is refused {DenialText.Reason(_explanation.Decision, _need.Action)}.",
        _ => _explanation.Verdict,
    };

    /// <summary>What would change a refusal.</summary>
    public IReadOnlyList<string> Advice => _limit switch
    {
        { Refusal.Code: "InvalidClientTokenId" } => ["Use MFA: sign in with it, or take temporary credentials from GetSessionToken with a code."],
        null when !IsAllowed && !IsHidden(_explanation.Decision.DecidingLayer) => _explanation.Advice,
        _ => [],
    };

    /// <summary>Every statement that may be shown, and whether it applied.</summary>
    public IReadOnlyList<StatementExplanation> Statements =>
        [.. _explanation.Statements.Where(statement => !IsHidden(statement.Where.Layer))];

    private bool IsHidden(LayerKind? layer) =>
        layer == LayerKind.Resource && _need.ResourceAccount is { } owner && owner != Request.Principal.Account;
}
