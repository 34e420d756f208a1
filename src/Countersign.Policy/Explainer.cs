using Countersign.Policy.Conditions;

namespace Countersign.Policy;

/// <summary>
/// Explains decisions: a second, slower pass over every statement, with the evaluator's own matching.
/// </summary>
public static class Explainer
{
    /// <summary>Decides the request and says why.</summary>
    /// <param name="policies">As for <see cref="Evaluator.Evaluate"/>.</param>
    /// <param name="request">As for <see cref="Evaluator.Evaluate"/>.</param>
    public static Explanation Explain(PolicySet policies, PolicyRequest request)
    {
        var decision = Evaluator.Evaluate(policies, request);
        List<StatementExplanation> statements =
        [
            .. Places(policies).Select(place => Explain(place, request, policies.Boundary is not null)),
        ];
        return new Explanation(
            decision, Verdict.Of(decision, statements, request), statements, Verdict.Advice(decision, statements));
    }

    private static IEnumerable<MatchedStatement> Places(PolicySet policies)
    {
        IEnumerable<(LayerKind Kind, int Level, PolicyLayer? Layer)> layers =
        [
            (LayerKind.Identity, 0, policies.Identity),
            (LayerKind.Boundary, 0, policies.Boundary),
            (LayerKind.Session, 0, policies.Session),
            (LayerKind.Resource, 0, policies.Resource),
            .. policies.ServiceControl.Select((layer, level) => (LayerKind.ServiceControl, level, (PolicyLayer?)layer)),
        ];
        return layers.SelectMany(each => (each.Layer?.Statements ?? []).Select(placed =>
            new MatchedStatement(each.Kind, each.Level, placed.PolicyIndex, placed.Policy, placed.Statement)));
    }

    private static StatementExplanation Explain(MatchedStatement place, PolicyRequest request, bool hasBoundary)
    {
        var statement = place.Statement;
        List<ConditionExplanation> conditions = [.. statement.Conditions.Select(each => Explain(each, request))];
        List<SubstitutedText> resources =
        [
            .. (statement.Resources ?? []).Select(
                each => new SubstitutedText(each.Text, each.Substituted(request.Context))),
        ];
        var failed = FailedElement(place, request, hasBoundary);
        var sentence = failed switch
        {
            null => statement.Effect == Effect.Allow ? "applies and allows" : "applies and denies",
            StatementElement.Principal => $"does not apply: its principals do not name {request.Principal.Arn}",
            StatementElement.Action => $"does not apply: {request.Action} is not among its actions",
            StatementElement.Resource =>
                $"does not apply: {(statement.IsNotResource ? "it leaves out" : "it is about")} " +
                $"{List(resources)}, and the request is for {request.Resource}",
            _ => $"does not apply: {conditions.Find(each => !each.IsMet)!.Sentence}",
        };
        return new StatementExplanation(place, failed, sentence, conditions, resources);
    }

    private static StatementElement? FailedElement(MatchedStatement place, PolicyRequest request, bool hasBoundary)
    {
        var statement = place.Statement;
        if (statement.MatchPrincipal(place.Layer, request.Principal, hasBoundary) == PrincipalMatch.None)
            return StatementElement.Principal;
        if (!statement.MatchesAction(request))
            return StatementElement.Action;
        if (!statement.MatchesResource(request))
            return StatementElement.Resource;
        return statement.MeetsConditions(request.Context) ? null : StatementElement.Condition;
    }

    private static ConditionExplanation Explain(Condition condition, PolicyRequest request)
    {
        var found = request.Context.Find(condition.Key);
        IReadOnlyList<string>? actual = found.Text is { } text ? [text] : found.Texts;
        List<SubstitutedText> wanted =
        [
            .. condition.Wanted.Select(each => new SubstitutedText(each.Text, each.Substituted(request.Context))),
        ];
        var isMet = condition.IsMetBy(request.Context);
        var sentence = $"{condition.Operator.Text} {condition.Key} {Wants(condition, wanted)}, " +
            (isMet ? "and " : "but ") + Has(condition, actual, found.Texts is not null, request);
        return new ConditionExplanation(condition.Operator.Text, condition.Key, wanted, actual, isMet, sentence);
    }

    private static string Wants(Condition condition, List<SubstitutedText> wanted) =>
        (condition.Operator.IsNegated, wanted.Count) switch
        {
            (false, 1) => $"wants {wanted[0]}",
            (true, 1) => $"wants anything but {wanted[0]}",
            (false, _) => $"wants one of {List(wanted)}",
            _ => $"wants none of {List(wanted)}",
        };

    private static string Has(Condition condition, IReadOnlyList<string>? actual, bool isList, PolicyRequest request)
    {
        if (actual is null)
        {
            return AbsentKeys.WhyAbsent(condition.Key, request) is { } why
                ? $"it is absent, because {why}"
                : "it is absent";
        }

        if (actual.Count == 0)
            return "it has no values";
        var values = string.Join(", ", actual.Select(value => $"\"{value}\""));
        return isList && condition.Operator is { Qualifier: SetQualifier.None, IsNull: false }
            ? $"it has a list of values, {values}, which only ForAllValues and ForAnyValue can compare"
            : $"it is {values}";
    }

    private static string List(List<SubstitutedText> texts) => texts.Count == 0 ? "nothing" : string.Join(", ", texts);
}
