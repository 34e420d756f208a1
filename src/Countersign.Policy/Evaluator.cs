namespace Countersign.Policy;

/// <summary>Decides requests: the evaluation logic of IAM.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"/>
public static class Evaluator
{
    /// <summary>Whether the policies allow the request, layer by layer, and which statements decided.</summary>
    /// <param name="policies">All policies that bear on the caller and the resource.</param>
    /// <param name="request">Who wants to do what to what.</param>
    public static Decision Evaluate(PolicySet policies, PolicyRequest request) =>
        new Evaluation(policies, request).Decide();

    /// <summary>sts:GetCallerIdentity tells callers who they are whatever policies say (STS API Reference).</summary>
    internal static bool IsBeyondPolicies(PolicyRequest request) => request.FoldedAction is "sts:getcalleridentity";
}

/// <summary>One request on its way through the layers.</summary>
internal ref struct Evaluation(PolicySet policies, PolicyRequest request)
{
    private readonly Outcome?[] _layers = new Outcome?[5];
    private List<MatchedStatement>? _allows;
    private List<MatchedStatement>? _denies;
    private PrincipalMatch _grant = PrincipalMatch.None;

    /// <summary>The steps in the order of the documentation's flow chart.</summary>
    public Decision Decide()
    {
        AskAll();
        if (Evaluator.IsBeyondPolicies(request))
            return Answer(Outcome.Allowed, null);
        if (_denies is not null)
            return Answer(Outcome.ExplicitDeny, _denies[0].Layer);
        if (Says(LayerKind.ServiceControl) is Outcome.ImplicitDeny)
            return Answer(Outcome.ImplicitDeny, LayerKind.ServiceControl);
        var missing = request.Principal.Kind switch
        {
            PrincipalKind.Anonymous or PrincipalKind.WebIdentity => _grant == PrincipalMatch.Direct ? (LayerKind?)null : LayerKind.Resource,
            PrincipalKind.Root when AssumesRole => LayerKind.Identity,
            _ when IsOwnAccount => MissingInOwnAccount(),
            _ => MissingAcrossAccounts(),
        };
        return Answer(missing is null ? Outcome.Allowed : Outcome.ImplicitDeny, missing);
    }

    // Null: nothing is missing, the request is allowed.
    private readonly LayerKind? MissingInOwnAccount()
    {
        if (request.Principal.Kind == PrincipalKind.Root || _grant == PrincipalMatch.Direct)
            return null;
        if (IsTrust && _grant == PrincipalMatch.None)
            return LayerKind.Resource;
        if (_grant != PrincipalMatch.Source && !IdentityAllows)
            return LayerKind.Identity;
        return MissingLimit();
    }

    private readonly LayerKind? MissingAcrossAccounts()
    {
        if (!IdentityAllows)
            return LayerKind.Identity;
        return _grant == PrincipalMatch.None ? LayerKind.Resource : MissingLimit();
    }

    private readonly LayerKind? MissingLimit()
    {
        if (Says(LayerKind.Boundary) is Outcome.ImplicitDeny)
            return LayerKind.Boundary;
        // A federated user without session policies has no permissions at all.
        return policies.Session is null && request.Principal.Kind != PrincipalKind.FederatedUser
            || Says(LayerKind.Session) is Outcome.Allowed
            ? null
            : LayerKind.Session;
    }

    private readonly bool IdentityAllows =>
        Says(LayerKind.Identity) is Outcome.Allowed || request.Principal.Kind == PrincipalKind.Root;

    // No role is assumed without its trust policy, even should a caller of this library forget to pass it.
    private readonly bool IsTrust =>
        AssumesRole || policies.Resource?.Policies is [{ Document.Kind: PolicyKind.Trust }, ..];

    private readonly bool IsOwnAccount =>
        string.Equals(request.ResourceAccount, request.Principal.Account, StringComparison.Ordinal);

    private readonly bool AssumesRole => request.FoldedAction is "sts:assumerole";

    private readonly Outcome? Says(LayerKind layer) => _layers[(int)layer];

    private void AskAll()
    {
        _layers[(int)LayerKind.Identity] = Ask(LayerKind.Identity, 0, policies.Identity);
        if (policies.Boundary is { } boundary)
            _layers[(int)LayerKind.Boundary] = Ask(LayerKind.Boundary, 0, boundary);
        if (policies.Session is { } session)
            _layers[(int)LayerKind.Session] = Ask(LayerKind.Session, 0, session);
        if (policies.Resource is { } resource)
            _layers[(int)LayerKind.Resource] = Ask(LayerKind.Resource, 0, resource);
        for (var level = 0; level < policies.ServiceControl.Count; level++)
        {
            var outcome = Ask(LayerKind.ServiceControl, level, policies.ServiceControl[level]);
            _layers[(int)LayerKind.ServiceControl] = Both(_layers[(int)LayerKind.ServiceControl], outcome);
        }
    }

    // A deny at any level wins, then a level that is silent.
    private static Outcome Both(Outcome? before, Outcome now) => (before, now) switch
    {
        (Outcome.ExplicitDeny, _) or (_, Outcome.ExplicitDeny) => Outcome.ExplicitDeny,
        (Outcome.ImplicitDeny, _) => Outcome.ImplicitDeny,
        _ => now,
    };

    private Outcome Ask(LayerKind kind, int level, PolicyLayer layer)
    {
        var outcome = Outcome.ImplicitDeny;
        foreach (var placed in layer.StatementsFor(request.Service))
        {
            var statement = placed.Statement;
            if (!statement.MatchesAction(request) || !statement.MatchesResource(request))
                continue;
            var match = statement.MatchPrincipal(kind, request.Principal, policies.Boundary is not null);
            if (match == PrincipalMatch.None || !statement.MeetsConditions(request.Context))
                continue;
            var matched = new MatchedStatement(kind, level, placed.PolicyIndex, placed.Policy, statement);
            if (statement.Effect == Effect.Deny)
            {
                (_denies ??= []).Add(matched);
                outcome = Outcome.ExplicitDeny;
                continue;
            }

            (_allows ??= []).Add(matched);
            if (outcome == Outcome.ImplicitDeny)
                outcome = Outcome.Allowed;
            if (kind == LayerKind.Resource && match > _grant)
                _grant = match;
        }

        return outcome;
    }

    private readonly Decision Answer(Outcome outcome, LayerKind? deciding) => new(
        outcome,
        deciding,
        _layers,
        (outcome == Outcome.ExplicitDeny ? _denies : _allows) ?? (IReadOnlyList<MatchedStatement>)[],
        IsTrust);
}
