namespace Countersign.Policy;

/// <summary>Decisions in sentences.</summary>
internal static class Verdict
{
    public static string Of(Decision decision, List<StatementExplanation> statements, PolicyRequest request) =>
        decision.Outcome switch
        {
            Outcome.Allowed => $"Allowed: {WhyAllowed(decision, request)}.",
            Outcome.ExplicitDeny =>
                $"Denied: {NameOf(decision.Matched[0])} denies {request.Action}, and a deny wins over every allow.",
            _ => $"Denied: {WhyNot(decision, request)}.{Closest(decision, statements)}",
        };

    /// <summary>What the caller could do, or an administrator.</summary>
    public static IReadOnlyList<string> Advice(Decision decision, List<StatementExplanation> statements)
    {
        if (decision.IsAllowed)
            return [];
        var decisive = decision.Outcome == Outcome.ExplicitDeny
            ? statements.Where(each => each.Applies && each.Where.Statement.Effect == Effect.Deny)
                .SelectMany(each => each.Conditions)
            : NearMisses(decision, statements).SelectMany(each => each.Conditions.Where(condition => !condition.IsMet));
        return [.. decisive.Select(AdviceOn).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? AdviceOn(ConditionExplanation condition) => condition.Key.ToLowerInvariant() switch
    {
        "aws:multifactorauthpresent" =>
            "Use MFA: sign in with it, or take temporary credentials from GetSessionToken with a code.",
        "aws:multifactorauthage" => condition.Actual is [var age]
            ? $"Use MFA again: the last time was {age} seconds ago."
            : "Use MFA: sign in with it, or take temporary credentials from GetSessionToken with a code.",
        _ => null,
    };

    private static string WhyAllowed(Decision decision, PolicyRequest request)
    {
        if (Evaluator.IsBeyondPolicies(request))
            return $"{request.Action} needs no permission";
        if (decision.Matched.Count == 0 || request.Principal.Kind == PrincipalKind.Root)
            return "the root user may do everything in its account that nothing denies";
        var allow = decision.Matched.FirstOrDefault(each => each.Layer == LayerKind.Identity) ??
            decision.Matched.FirstOrDefault(each => each.Layer == LayerKind.Resource) ?? decision.Matched[0];
        return $"{NameOf(allow)} allows {request.Action}";
    }

    private static string WhyNot(Decision decision, PolicyRequest request) => decision.DecidingLayer switch
    {
        LayerKind.Identity when request.Principal.Kind == PrincipalKind.Root => "the root user cannot assume roles",
        LayerKind.ServiceControl =>
            $"a level of service control policies does not allow {request.Action} on {request.Resource}",
        LayerKind.Session when decision[LayerKind.Session] is null =>
            "a federated user has no permissions without a session policy",
        var layer => $"no {DenialText.NameOf(layer!.Value, decision.IsTrustPolicy)} allows {request.Action} " +
            $"on {request.Resource}",
    };

    private static string Closest(Decision decision, List<StatementExplanation> statements) =>
        NearMisses(decision, statements).FirstOrDefault() is { } closest
            ? $" Closest is {NameOf(closest.Where)}: it {closest.Sentence}."
            : "";

    // Allows of the layer that was missing; those that only a condition kept from applying come first.
    private static IEnumerable<StatementExplanation> NearMisses(
        Decision decision, List<StatementExplanation> statements) => statements
        .Where(each => each.IsNearMiss && each.Where.Statement.Effect == Effect.Allow &&
            each.Where.Layer == decision.DecidingLayer)
        .OrderByDescending(each => each.Failed)
        .ThenBy(each => each.Conditions.Count(condition => !condition.IsMet));

    private static string NameOf(MatchedStatement matched)
    {
        var sid = string.IsNullOrEmpty(matched.Statement.Sid) ? "" : $" \"{matched.Statement.Sid}\"";
        var attached = matched.Policy.AttachedTo is { } attachedTo ? $" (attached to {attachedTo})" : "";
        return $"statement {matched.Statement.Index + 1}{sid} of {matched.Policy.Id}{attached}";
    }
}
