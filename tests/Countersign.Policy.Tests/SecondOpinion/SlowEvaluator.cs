using System.Text.Json.Nodes;

namespace Countersign.Policy.Tests.SecondOpinion;

/// <summary>
/// The rules of IAM's evaluation written down plainly, on the JSON itself, compiling nothing: section 3 of the
/// reference, sentence by sentence. Shares no code with the library.
/// </summary>
internal sealed class SlowEvaluator(Question question)
{
    private readonly List<string> _allows = [];
    private readonly List<string> _denies = [];
    private readonly HashSet<string> _namedBy = [];
    private readonly string _account = question.Caller.Split(':')[4];
    private readonly string[] _name = question.Caller.Split(':', 6)[5].Split('/');

    public string Answer()
    {
        var identity = Layer("Identity", 0, question.Identity);
        var boundary = question.Boundary is null ? null : Layer("Boundary", 0, [question.Boundary]);
        var session = question.Session is null ? null : Layer("Session", 0, question.Session);
        var resource = question.OnResource is null ? null : Layer("Resource", 0, [question.OnResource]);
        var levels = question.ServiceControl.Select((level, i) => Layer("ServiceControl", i, level)).ToList();
        string? scp = levels.Count == 0 ? null
            : levels.Contains("ExplicitDeny") ? "ExplicitDeny"
            : levels.Contains("ImplicitDeny") ? "ImplicitDeny"
            : "Allowed";

        var outcome = Decide(identity, boundary, session, scp);
        var layers = new[] { ("Identity", identity), ("Boundary", boundary), ("Session", session), ("Resource", resource), ("ServiceControl", scp) }
            .Where(layer => layer.Item2 is not null).Select(layer => $"{layer.Item1}={layer.Item2}");
        return $"{outcome}; {string.Join(' ', layers)}; {string.Join(' ', outcome is "ExplicitDeny" ? _denies : _allows)}";
    }

    private string Decide(string identity, string? boundary, string? session, string? scp)
    {
        if (string.Equals(question.Action, "sts:GetCallerIdentity", StringComparison.OrdinalIgnoreCase))
            return "Allowed";
        if (_denies.Count > 0)
            return "ExplicitDeny";
        if (scp is "ImplicitDeny")
            return "ImplicitDeny";

        var isRoot = _name[0] is "root";
        var sameAccount = string.Equals(_account, question.ResourceAccount, StringComparison.Ordinal);
        if (isRoot && question.IsTrust)
            return "ImplicitDeny";
        var identityAllows = identity is "Allowed" || isRoot;
        var withinLimits = boundary is null or "Allowed" &&
            (session is "Allowed" || (session is null && _name[0] is not "federated-user"));
        if (!sameAccount)
            return _namedBy.Count > 0 && identityAllows && withinLimits ? "Allowed" : "ImplicitDeny";
        if (isRoot || _namedBy.Contains("self"))
            return "Allowed";
        if (question.IsTrust && _namedBy.Count == 0)
            return "ImplicitDeny";
        return (identityAllows || _namedBy.Contains("source")) && withinLimits ? "Allowed" : "ImplicitDeny";
    }

    private string Layer(string kind, int level, JsonObject[] documents)
    {
        var outcome = "ImplicitDeny";
        for (var policy = 0; policy < documents.Length; policy++)
        {
            var variables = (string?)documents[policy]["Version"] is "2012-10-17";
            var statements = ListOf(documents[policy]["Statement"]!);
            for (var i = 0; i < statements.Count; i++)
            {
                var statement = statements[i].AsObject();
                var named = kind is "Resource" ? NamedBy(statement) : "self";
                if (named is null || !Action(statement) || !Resource(statement, variables) || !Conditions(statement, variables))
                    continue;
                var place = $"{kind}[{level}][{policy}][{i}]";
                if ((string?)statement["Effect"] is "Deny")
                {
                    _denies.Add(place);
                    outcome = "ExplicitDeny";
                    continue;
                }

                _allows.Add(place);
                if (kind is "Resource")
                    _namedBy.Add(named);
                if (outcome is "ImplicitDeny")
                    outcome = "Allowed";
            }
        }

        return outcome;
    }

    private bool Action(JsonObject statement)
    {
        var listed = statement["Action"] ?? statement["NotAction"]!;
        var matches = ListOf(listed).Any(pattern => SlowPattern.Matches(
            SlowPattern.Like(((string)pattern!).ToLowerInvariant()), question.Action.ToLowerInvariant()));
        return matches == statement.ContainsKey("Action");
    }

    private bool Resource(JsonObject statement, bool variables)
    {
        var listed = statement["Resource"] ?? statement["NotResource"];
        if (listed is null)
            return true;
        var matches = ListOf(listed).Any(pattern =>
            SlowPattern.Resource((string)pattern!, variables ? ValueOf : null) is { } compiled &&
            SlowPattern.Matches(compiled, question.Resource));
        return matches == statement.ContainsKey("Resource");
    }

    private bool Conditions(JsonObject statement, bool variables) =>
        (statement["Condition"]?.AsObject() ?? []).All(@operator => @operator.Value!.AsObject().All(key =>
        {
            var wanted = ListOf(key.Value!).Select(value => value!.ToString()).ToList();
            var found = question.Context.FirstOrDefault(
                each => string.Equals(each.Key, key.Key, StringComparison.OrdinalIgnoreCase));
            var isSingle = found.Key is not null && question.SingleKeys.Contains(found.Key);
            return SlowConditions.IsMet(@operator.Key, wanted, found.Value, isSingle, variables ? ValueOf : null);
        }));

    private string? ValueOf(string key)
    {
        var found = question.Context.FirstOrDefault(
            each => string.Equals(each.Key, key, StringComparison.OrdinalIgnoreCase));
        return found.Key is not null && question.SingleKeys.Contains(found.Key) ? found.Value[0] : null;
    }

    // self: the caller or everybody; source: the session's role or the user who federated; account; null: not at all.
    private string? NamedBy(JsonObject statement)
    {
        var isNot = statement.ContainsKey("NotPrincipal");
        var element = (isNot ? statement["NotPrincipal"] : statement["Principal"])!;
        var listed = element is JsonValue ? ["*"]
            : ListOf(element["AWS"] ?? new JsonArray()).Select(value => (string)value!).ToList();
        var source = _name[0] switch
        {
            "assumed-role" => $"arn:aws:iam::{_account}:role/{_name[1]}",
            "federated-user" => $"arn:aws:iam::{_account}:user/{_name[1]}",
            _ => null,
        };
        var named = listed.Contains("*") || listed.Contains(question.Caller) ? "self"
            : source is not null && listed.Contains(source) ? "source"
            : listed.Contains(_account) || listed.Contains($"arn:aws:iam::{_account}:root") ? "account"
            : null;
        if (named is "account" && _name[0] is "root")
            named = "self";
        if (!isNot)
            return named;
        if ((string?)statement["Effect"] is "Allow")
            return named is null ? "self" : null;
        return named is "self" or "source" && question.Boundary is null ? null : "self";
    }

    private static List<JsonNode> ListOf(JsonNode node) => node is JsonArray array ? [.. array.Select(each => each!)] : [node];
}
