using System.Text.Json.Nodes;

namespace Countersign.Policy.Tests.SecondOpinion;

/// <summary>A request with all its policies as JSON, for both evaluators.</summary>
internal sealed record Question(
    string Caller,
    string Action,
    string Resource,
    string ResourceAccount,
    IReadOnlyDictionary<string, string[]> Context,
    IReadOnlySet<string> SingleKeys,
    JsonObject[] Identity,
    JsonObject? Boundary,
    JsonObject[]? Session,
    JsonObject? OnResource,
    JsonObject[][] ServiceControl)
{
    public bool IsTrust => Action is "sts:AssumeRole";

    /// <summary>What the library under test says.</summary>
    public string AskLibrary()
    {
        var (policies, request) = ForLibrary();
        var decision = Evaluator.Evaluate(policies, request);
        var layers = Enum.GetValues<LayerKind>().Where(layer => decision[layer] is not null)
            .Select(layer => $"{layer}={decision[layer]}");
        var matched = decision.Matched.Select(
            each => $"{each.Layer}[{each.Level}][{each.PolicyIndex}][{each.Statement.Index}]");
        return $"{decision.Outcome}; {string.Join(' ', layers)}; {string.Join(' ', matched)}";
    }

    /// <summary>The question as the library wants it.</summary>
    public (PolicySet Policies, PolicyRequest Request) ForLibrary()
    {
        var context = new RequestContext();
        foreach (var (key, values) in Context)
        {
            if (SingleKeys.Contains(key))
                context.Set(key, values[0]);
            else
                context.Set(key, values);
        }

        var policies = new PolicySet
        {
            Identity = Layer(Identity, PolicyKind.InlineIdentity),
            Boundary = Boundary is null ? null : Layer([Boundary], PolicyKind.InlineIdentity),
            Session = Session is null ? null : Layer(Session, PolicyKind.Session),
            Resource = OnResource is null ? null : Layer([OnResource], IsTrust ? PolicyKind.Trust : PolicyKind.Resource),
            ServiceControl = [.. ServiceControl.Select(level => Layer(level, PolicyKind.ServiceControl))],
        };
        return (policies, new PolicyRequest(Vector.PrincipalOf(Caller), Action, Resource, context, ResourceAccount));
    }

    /// <summary>For the report of a difference.</summary>
    public override string ToString() =>
        $"{Caller} {Action} {Resource} of {ResourceAccount}\n" +
        string.Join('\n', Context.Select(
            key => $"  {key.Key} = {(SingleKeys.Contains(key.Key) ? key.Value[0] : $"[{string.Join(", ", key.Value)}]")}")) +
        $"\nidentity {Print(Identity)}\nboundary {Boundary?.ToJsonString()}\nsession {Print(Session ?? [])}" +
        $"\nresource {OnResource?.ToJsonString()}\nscp {string.Join(" / ", ServiceControl.Select(Print))}" +
        $"\nlibrary:   {AskLibrary()}\nreference: {new SlowEvaluator(this).Answer()}";

    private static string Print(JsonObject[] documents) => string.Join(" ", documents.Select(each => each.ToJsonString()));

    private static PolicyLayer Layer(JsonObject[] documents, PolicyKind kind) =>
        new([.. documents.Select((each, i) => new NamedPolicy($"{i}", PolicyDocument.Parse(each.ToJsonString(), kind)))]);
}
