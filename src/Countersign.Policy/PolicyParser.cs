namespace Countersign.Policy;

/// <summary>
/// Reads a document: JSON, then its shape, then AWS's further checks, of which the first in rank is reported.
/// </summary>
internal sealed class PolicyParser
{
    private const string SyntaxErrors = "Syntax errors in policy.";

    private readonly string _text;
    private readonly PolicyKind _kind;
    private HashSet<string>? _sids;
    private PolicyFault? _fault;
    private FaultRank _rank;
    private bool _variables;

    private PolicyParser(string text, PolicyKind kind)
    {
        _text = text;
        _kind = kind;
    }

    public static (PolicyDocument? Document, PolicyFault? Fault) Read(string text, PolicyKind kind)
    {
        var parser = new PolicyParser(text, kind);
        try
        {
            var document = parser.ReadDocument(JsonText.Parse(text, out var countedLength), countedLength);
            return parser._fault is null ? (document, null) : (null, parser._fault);
        }
        catch (JsonFault fault)
        {
            return (null, new PolicyFault(SyntaxErrors, fault.Message, TextPosition.At(text, fault.Offset)));
        }
    }

    private PolicyDocument ReadDocument(JsonPart root, int countedLength)
    {
        if (root.Kind != JsonKind.Object)
            throw Syntax("a policy is a JSON object", root);
        JsonPart? version = null, statement = null;
        foreach (var (name, value) in root.Members)
        {
            switch (name)
            {
                case "Version":
                    version = StringAt(name, value);
                    break;
                case "Id":
                    StringAt(name, value);
                    break;
                case "Statement":
                    statement = value;
                    break;
                default:
                    throw Syntax($"a policy has no element \"{name}\"", value);
            }
        }

        if (version is not null && version.Text is not ("2012-10-17" or "2008-10-17"))
            throw Syntax("Version is 2012-10-17 or 2008-10-17", version);
        _variables = version?.Text is "2012-10-17";
        if (_kind == PolicyKind.ManagedIdentity && !_variables)
            Report(FaultRank.Version, "Policy document must be version 2012-10-17 or greater.", version ?? root);
        if (statement is null)
            throw Syntax("Statement is missing", root);
        var statements = statement.ItemsOrSelf;
        if (statements.Length == 0)
            throw Syntax("Statement is empty", statement);
        var compiled = new Statement[statements.Length];
        for (var i = 0; i < compiled.Length; i++)
            compiled[i] = ReadStatement(statements[i], i);
        return new PolicyDocument(_text, _kind, version?.Text, countedLength, compiled);
    }

    private Statement ReadStatement(JsonPart json, int index)
    {
        if (json.Kind != JsonKind.Object)
            throw Syntax("a statement is a JSON object", json);
        JsonPart? sid = null, effect = null, principal = null, action = null, resource = null, condition = null;
        bool notPrincipal = false, notAction = false, notResource = false;
        foreach (var (name, value) in json.Members)
        {
            switch (name)
            {
                case "Sid":
                    sid = StringAt(name, value);
                    break;
                case "Effect":
                    effect = StringAt(name, value);
                    break;
                case "Principal" or "NotPrincipal":
                    (principal, notPrincipal) = (OnlyOne(principal, name, value), name is "NotPrincipal");
                    break;
                case "Action" or "NotAction":
                    (action, notAction) = (OnlyOne(action, name, value), name is "NotAction");
                    break;
                case "Resource" or "NotResource":
                    (resource, notResource) = (OnlyOne(resource, name, value), name is "NotResource");
                    break;
                case "Condition":
                    condition = value;
                    break;
                default:
                    throw Syntax($"a statement has no element \"{name}\"", value);
            }
        }

        CheckSid(sid);
        return new Statement(_text, json.Start, json.End, index)
        {
            Sid = sid?.Text,
            Effect = ReadEffect(effect, json),
            Principal = ReadPrincipal(principal, notPrincipal, json),
            Actions = ReadActions(action, notAction, json),
            IsNotAction = notAction,
            Resources = ReadResources(resource, json),
            IsNotResource = notResource,
            Conditions = condition is null ? [] : new ConditionParser(this, _variables).Read(condition),
        };
    }

    private static JsonPart OnlyOne(JsonPart? before, string name, JsonPart value) =>
        before is null ? value : throw Syntax($"{name} and its opposite exclude each other", value);

    private void CheckSid(JsonPart? sid)
    {
        if (sid is null || sid.Text.Length == 0)
            return;
        if (_kind != PolicyKind.Resource && !sid.Text.All(char.IsAsciiLetterOrDigit))
        {
            Report(
                FaultRank.Sid,
                "Statement IDs (SID) must be alpha-numeric. " +
                "Check that your input satisfies the regular expression [0-9A-Za-z]*",
                sid);
        }

        if (!(_sids ??= new HashSet<string>(StringComparer.Ordinal)).Add(sid.Text))
            Report(FaultRank.Sid, "Statement IDs (SID) in a single policy must be unique.", sid);
    }

    private Effect ReadEffect(JsonPart? effect, JsonPart statement)
    {
        if (effect is null)
            throw Syntax("Effect is missing", statement);
        switch (effect.Text)
        {
            case "Allow":
                return Effect.Allow;
            case "Deny":
                return Effect.Deny;
            default:
                if (!effect.Text.Equals("Allow", StringComparison.OrdinalIgnoreCase) &&
                    !effect.Text.Equals("Deny", StringComparison.OrdinalIgnoreCase))
                {
                    throw Syntax("Effect is Allow or Deny", effect);
                }

                ReportLegacy("Effect is written Allow or Deny, in that case", effect);
                return Effect.Deny;
        }
    }

    private PrincipalElement? ReadPrincipal(JsonPart? json, bool excludes, JsonPart statement)
    {
        var wanted = _kind is PolicyKind.Trust or PolicyKind.Resource;
        if (json is null)
        {
            if (wanted)
                Report(FaultRank.Principal, "Missing required field Principal", statement);
            return null;
        }

        var named = PrincipalsOf(json).ToList();
        if (!wanted)
            Report(FaultRank.Principal, "Policy document should not specify a principal.", json);
        else if (_kind == PolicyKind.Trust && excludes)
            Report(FaultRank.Principal, "Has prohibited field NotPrincipal", json);
        foreach (var principal in named)
            CheckPrincipal(principal, json);
        return new PrincipalElement(excludes, named);
    }

    private void CheckPrincipal(NamedPrincipal principal, JsonPart json)
    {
        if (principal.Type is "*")
        {
            if (_kind == PolicyKind.Trust)
            {
                Report(
                    FaultRank.Principal, "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".", json);
            }
        }
        else if (!PrincipalForm.IsValid(principal.Type, principal.Value))
        {
            Report(
                FaultRank.Principal,
                $"Invalid principal in policy: \"{principal.Type}\":\"{principal.Value}\"",
                "names no principal of that type; there are no wildcards within a principal",
                principal.Start);
        }
    }

    private static IEnumerable<NamedPrincipal> PrincipalsOf(JsonPart json)
    {
        if (json is { Kind: JsonKind.String, Text: "*" })
            return [new NamedPrincipal("*", "*", json.Start, json.End)];
        if (json.Kind != JsonKind.Object || json.Members.Length == 0)
            throw Syntax("a principal is \"*\" or an object such as {\"AWS\": ...}", json);
        return json.Members.SelectMany(member => PrincipalForm.IsType(member.Name)
            ? TextsOf(member.Name, member.Value, atLeastOne: true)
                .Select(value => new NamedPrincipal(member.Name, value.Text, value.Start, value.End))
            : throw Syntax($"\"{member.Name}\" is not a type of principal", member.Value));
    }

    private ActionPattern[] ReadActions(JsonPart? json, bool excludes, JsonPart statement)
    {
        var actions = json is null ? [] : TextsOf("Action", json);
        if (actions.Length == 0)
            Report(FaultRank.ActionsPresent, "Policy statement must contain actions.", json ?? statement);
        foreach (var action in actions)
        {
            if (ActionPattern.FaultOf(action.Text) is { } fault)
                Report(FaultRank.ActionForm, fault, action);
            if (_kind == PolicyKind.Trust && (excludes || !AssumesRole(ActionPattern.Fold(action.Text))))
                Report(FaultRank.ActionForm, "AssumeRole policy may only specify STS AssumeRole actions.", action);
        }

        return IsRefused ? [] : Array.ConvertAll(actions, action => new ActionPattern(action.Text));
    }

    private static bool AssumesRole(string folded) =>
        folded.StartsWith("sts:assumerole", StringComparison.Ordinal) ||
        folded is "sts:tagsession" or "sts:setsourceidentity" or "sts:setcontext";

    private Pattern[]? ReadResources(JsonPart? json, JsonPart statement)
    {
        if (_kind == PolicyKind.Trust)
        {
            if (json is not null)
                Report(FaultRank.ResourceForm, "Has prohibited field Resource", json);
            return null;
        }

        var resources = json is null ? [] : TextsOf("Resource", json);
        if (resources.Length == 0 && (_kind != PolicyKind.Resource || json is not null))
            Report(FaultRank.ResourcesPresent, "Policy statement must contain resources.", json ?? statement);
        foreach (var resource in resources)
        {
            if (ResourceForm.FaultOf(resource.Text, out var legacy) is not { } fault)
                continue;
            if (legacy)
                ReportLegacy(fault, resource);
            else
                Report(FaultRank.ResourceForm, fault, resource);
        }

        return json is null || IsRefused
            ? null
            : Array.ConvertAll(resources, resource => new Pattern(resource.Text, PatternKind.Resource, _variables));
    }

    /// <summary>A string, or the strings of a list.</summary>
    private static JsonPart[] TextsOf(string name, JsonPart json, bool atLeastOne = false)
    {
        var texts = json.ItemsOrSelf;
        var wrong = Array.Find(texts, text => text.Kind != JsonKind.String);
        if (wrong is not null || (atLeastOne && texts.Length == 0))
            throw Syntax($"{name} is a string or a list of strings", wrong ?? json);
        return texts;
    }

    private static JsonPart StringAt(string name, JsonPart value) =>
        value.Kind == JsonKind.String ? value : throw Syntax($"{name} is a string", value);

    /// <summary>What is not even shaped like a policy ends the reading.</summary>
    internal static JsonFault Syntax(string detail, JsonPart at) => new(detail, at.Start);

    /// <summary>A fault that AWS's first parser lets pass and its second does not.</summary>
    internal void ReportLegacy(string detail, JsonPart at) =>
        Report(FaultRank.LegacyParsing, "The policy failed legacy parsing", detail, at.Start);

    // Nothing more needs to be compiled then; what is read is read for a fault that ranks higher.
    private bool IsRefused => _fault is not null;

    private void Report(FaultRank rank, string message, JsonPart at) => Report(rank, message, message, at.Start);

    private void Report(FaultRank rank, string message, string detail, int offset)
    {
        if (_fault is not null && _rank <= rank)
            return;
        _fault = new PolicyFault(message, detail, TextPosition.At(_text, offset));
        _rank = rank;
    }
}
