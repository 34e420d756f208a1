using System.Globalization;
using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>What both simulators do: put a question to policies that the server puts to them for every request, and tell what decided.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html"/>
internal sealed class Simulation
{
    // Stands in for a trust policy that nobody gave: it leaves the decision to the caller's own policies. No policy can have that name.
    private const string AccountTrust = "no trust policy";

    private static readonly string[] WorstFirst = ["explicitDeny", "implicitDeny", "allowed"];

    public required Principal Principal { get; init; }

    public required PolicyLayer Identity { get; init; }

    public PolicyLayer? Boundary { get; init; }

    public PolicyLayer? Resource { get; init; }

    /// <summary>The account of resources whose ARN names none; the caller's when left out.</summary>
    public string? Owner { get; init; }

    /// <summary>Trust policies of the roles that are asked about, by their ARNs.</summary>
    public IReadOnlyDictionary<string, NamedPolicy> Trusts { get; init; } = new Dictionary<string, NamedPolicy>(StringComparer.Ordinal);

    /// <summary>Whether the account lets its users change their own password without a policy that says so.</summary>
    public bool LetsUsersChangePassword { get; init; }

    /// <summary>What the request says.</summary>
    public required RequestContext Context { get; init; }

    /// <summary>Policies that came with a question.</summary>
    /// <param name="documents">The JSON texts.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="kind">What they are to be.</param>
    /// <exception cref="ApiError">InvalidInput: one is no policy.</exception>
    public static IReadOnlyList<NamedPolicy> Given(IReadOnlyList<string>? documents, string parameter, PolicyKind kind = PolicyKind.InlineIdentity) =>
        (documents ?? []).Select((text, i) => PolicyDocument.TryParse(text, kind, out var document, out var fault)
            ? new NamedPolicy(string.Create(CultureInfo.InvariantCulture, $"{parameter}.{i + 1}"), document, "none ")
            : throw IamErrors.InvalidInput($"{parameter}: {fault.Message}")).ToList();

    /// <summary>A boundary that came with a question; null when none did.</summary>
    /// <exception cref="ApiError">InvalidInput: no policy, or more than one.</exception>
    public static PolicyLayer? GivenBoundary(IReadOnlyList<string>? documents) => Given(documents, "PermissionsBoundaryPolicyInputList") switch
    {
        [] => null,
        [var one] => new PolicyLayer(one),
        _ => throw IamErrors.InvalidInput("An identity has one permissions boundary: PermissionsBoundaryPolicyInputList has more."),
    };

    /// <summary>A resource's policy that came with a question; null when none did.</summary>
    /// <exception cref="ApiError">InvalidInput: no policy, or nobody for its principals to name.</exception>
    public static PolicyLayer? GivenResource(string? document, bool hasCaller) => document switch
    {
        null => null,
        _ when !hasCaller => throw IamErrors.InvalidInput("Invalid caller - Caller cannot be null or empty."),
        _ => new PolicyLayer(Given([document], "ResourcePolicy", PolicyKind.Resource)[0] with { Id = "ResourcePolicy", AttachedTo = "resource " }),
    };

    /// <summary>The keys that conditions and variables ask about, each once, as first written.</summary>
    public static IReadOnlyList<string> KeysOf(IEnumerable<NamedPolicy> policies) =>
        policies.SelectMany(policy => policy.Document.ContextKeys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();

    /// <summary>A page of answers.</summary>
    /// <exception cref="ApiError">InvalidInput: an action is none; ValidationError: the marker is not ours.</exception>
    public SimulatePolicyResponse Answer(IReadOnlyList<string> actions, IReadOnlyList<string>? resources, string? marker, int? maxItems)
    {
        if (actions.FirstOrDefault(action => action.Split(':') is not [{ Length: > 0 }, { Length: > 0 }] || action.Contains('*')) is { } wrong)
            throw IamErrors.InvalidInput($"ActionNames: {wrong} is no action. Name service and operation, without wildcards, as in iam:ListUsers.");
        var from = Marker.Read(marker) is { Length: > 0 } key
            ? int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : throw IamErrors.InvalidMarker()
            : 0;
        var numbers = Enumerable.Range(0, actions.Count).Skip(from).ToList();
        var (page, isTruncated, next) = Marker.Cut(numbers, maxItems, number => (number + 1).ToString(CultureInfo.InvariantCulture));
        return new SimulatePolicyResponse(page.Select(number => Answer(actions[number], resources ?? [])).ToList(), isTruncated, next);
    }

    private EvaluationResult Answer(string action, IReadOnlyList<string> resources)
    {
        var each = resources.DefaultIfEmpty("*").Select(resource => Ask(action, resource)).ToList();
        var worst = each.MinBy(one => Array.IndexOf(WorstFirst, one.EvalResourceDecision))!;
        var hasResources = resources.Count > 0;
        return new EvaluationResult(
            action, each.Count == 1 ? worst.EvalResourceName : "*", worst.EvalResourceDecision,
            each.Where(one => one.EvalResourceDecision == worst.EvalResourceDecision).SelectMany(one => one.MatchedStatements).Distinct().ToList(),
            hasResources ? [] : worst.MissingContextValues, OrganizationsDecisionDetail: null, worst.PermissionsBoundaryDecisionDetail,
            hasResources ? worst.EvalDecisionDetails : null, hasResources ? each : null);
    }

    private ResourceSpecificResult Ask(string action, string resource)
    {
        var account = SimulatedCaller.AccountOf(resource) ?? Owner ?? Principal.Account;
        var context = new RequestContext().Set("aws:ResourceAccount", account);
        foreach (var (key, value) in Context.Values)
            _ = value.Texts is { } texts ? context.Set(key, texts) : context.Set(key, value.Text!);
        var policies = new PolicySet { Identity = Identity, Boundary = Boundary, Resource = Resource ?? Trust(action, resource, account) };
        var decision = Evaluator.Evaluate(policies, new PolicyRequest(Principal, action, resource, context, account));

        var outcome = OutcomeOf(decision, action, resource);

        return new ResourceSpecificResult(
            resource, Word(outcome), outcome == decision.Outcome ? Matched(decision) : [],
            KeysOf([.. Identity.Policies, .. Boundary?.Policies ?? [], .. policies.Resource?.Policies ?? []]).Where(key => !context.Find(key).IsPresent).ToList(),
            account == Principal.Account ? new Dictionary<string, string>(StringComparer.Ordinal) : Sides(decision),
            decision[LayerKind.Boundary] is { } boundary ? new PermissionsBoundaryDecisionDetail(boundary == Outcome.Allowed) : null);
    }

    // What is not the policies' affair: GetSessionToken, and what the account's password policy grants.
    private Outcome OutcomeOf(Decision decision, string action, string resource)
    {
        if (action.Equals("sts:GetSessionToken", StringComparison.OrdinalIgnoreCase))
            return Principal.Kind == PrincipalKind.User ? Outcome.Allowed : Outcome.ImplicitDeny;
        var isGranted = LetsUsersChangePassword && Principal.Kind == PrincipalKind.User && (resource is "*" || resource == Principal.Arn)
            && action.Equals(ChangePassword.Action, StringComparison.OrdinalIgnoreCase);
        return isGranted && decision.Outcome == Outcome.ImplicitDeny ? Outcome.Allowed : decision.Outcome;
    }

    private PolicyLayer? Trust(string action, string resource, string account)
    {
        if (!action.Equals("sts:AssumeRole", StringComparison.OrdinalIgnoreCase))
            return null;
        return new PolicyLayer(Trusts.GetValueOrDefault(resource) ?? new NamedPolicy(AccountTrust, PolicyDocument.Parse(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{account}}}"},"Action":"sts:AssumeRole"}}""", PolicyKind.Trust)));
    }

    // Allows that others overrule decided nothing, nor does the stand-in.
    private static List<MatchedPolicyStatement> Matched(Decision decision) => decision.Outcome == Outcome.ImplicitDeny
        ? []
        : decision.Matched.Where(one => one.Policy.Id != AccountTrust).Select(one => new MatchedPolicyStatement(
            IdOf(one.Policy), TypeOf(one.Policy), At(one.Statement.Start), At(one.Statement.End))).ToList();

    private static string IdOf(NamedPolicy policy) => policy switch
    {
        _ when IsArn(policy) => PolicyArn.NameOf(policy.Id),
        { AttachedTo: { } owner } when !owner.EndsWith(' ') => $"{owner.Replace(' ', '_')}_{policy.Id}",
        _ => policy.Id,
    };

    private static string TypeOf(NamedPolicy policy) => policy switch
    {
        _ when IsArn(policy) => policy.Id.StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) ? "aws-managed" : "user-managed",
        { Document.Kind: PolicyKind.Trust } => "resource",
        _ => policy.AttachedTo?.Split(' ')[0] ?? "none",
    };

    private static bool IsArn(NamedPolicy policy) => policy.Id.StartsWith("arn:", StringComparison.Ordinal);

    private static Dictionary<string, string> Sides(Decision decision) => new(StringComparer.Ordinal)
    {
        ["IAM Policy"] = Word(decision[LayerKind.Identity] ?? Outcome.ImplicitDeny),
        ["Resource Policy"] = Word(decision[LayerKind.Resource] ?? Outcome.ImplicitDeny),
    };

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "explicitDeny",
        _ => "implicitDeny",
    };

    private static Position At(TextPosition position) => new(position.Line, position.Column);
}
