namespace Countersign.Policy;

/// <summary>
/// Reads a document: JSON, then its shape, then AWS's further checks, of which the first in rank is reported.
/// </summary>
internal sealed class PolicyParser
{
    private const string SyntaxErrors = "Syntax errors in policy.";

    private readonly string _text;
    private readonly PolicyKind _kind;
    private readonly List<FoundFault>? _all;
    private HashSet<string>? _sids;
    private PolicyFault? _fault;
    private FaultRank _rank;
    private bool _variables;

    private PolicyParser(string text, PolicyKind kind, List<FoundFault>? all = null)
    {
        _text = text;
        _kind = kind;
        _all = all;
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

    /// <summary>Every fault that can be told, where <see cref="Read"/> tells AWS's first; what is not even shaped like a policy ends it.</summary>
    public static List<FoundFault> ReadAll(JsonPart root, string text, PolicyKind kind)
    {
        var all = new List<FoundFault>();
        try
        {
            new PolicyParser(text, kind, all).ReadDocument(root, 0);
        }
        catch (JsonFault fault)
        {
            all.Add(new FoundFault(FaultRank.Syntax, fault.Code, SyntaxErrors, fault.Message, fault.Offset));
        }

        return all;
    }

    private PolicyDocument ReadDocument(JsonPart root, int countedLength)
    {
        if (root.Kind != JsonKind.Object)
            throw Syntax("a policy is a JSON object", root, "DATA_TYPE_MISMATCH");
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
                    throw Syntax($"a policy has no element \"{name}\"", value, "INVALID_POLICY_ELEMENT");
            }
        }

        if (version is not null && version.Text is not ("2012-10-17" or "2008-10-17"))
            throw Syntax("Version is 2012-10-17 or 2008-10-17", version, "INVALID_VERSION");
        _variables = version?.Text is "2012-10-17";
        if (_kind == PolicyKind.ManagedIdentity && !_variables)
            Report(FaultRank.Version, "INVALID_VERSION", "Policy document must be version 2012-10-17 or greater.", version ?? root);
        if (statement is null)
            throw Syntax("Statement is missing", root, "MISSING_STATEMENT");
        var statements = statement.ItemsOrSelf;
        if (statements.Length == 0)
            throw Syntax("Statement is empty", statement, "MISSING_STATEMENT");
        var compiled = new Statement[statements.Length];
        for (var i = 0; i < compiled.Length; i++)
            compiled[i] = ReadStatement(statements[i], i);
        return new PolicyDocument(_text, _kind, version?.Text, countedLength, compiled);
    }

    private Statement ReadStatement(JsonPart json, int index)
    {
        if (json.Kind != JsonKind.Object)
            throw Syntax("a statement is a JSON object", json, "DATA_TYPE_MISMATCH");
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
                    throw Syntax($"a statement has no element \"{name}\"", value, "INVALID_POLICY_ELEMENT");
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
        before is null ? value : throw Syntax($"{name} and its opposite exclude each other", value, "UNSUPPORTED_ELEMENT_COMBINATION");

    private void CheckSid(JsonPart? sid)
    {
        if (sid is null || sid.Text.Length == 0)
            return;
        if (_kind != PolicyKind.Resource && !sid.Text.All(char.IsAsciiLetterOrDigit))
        {
            Report(
                FaultRank.Sid,
                "UNSUPPORTED_SID",
                "Statement IDs (SID) must be alpha-numeric. " +
                "Check that your input satisfies the regular expression [0-9A-Za-z]*",
                sid);
        }

        if (!(_sids ??= new HashSet<string>(StringComparer.Ordinal)).Add(sid.Text))
            Report(FaultRank.Sid, "UNIQUE_SIDS_REQUIRED", "Statement IDs (SID) in a single policy must be unique.", sid);
    }

    private Effect ReadEffect(JsonPart? effect, JsonPart statement)
    {
        if (effect is null)
            throw Syntax("Effect is missing", statement, "MISSING_EFFECT");
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
                    throw Syntax("Effect is Allow or Deny", effect, "INVALID_EFFECT");
                }

                ReportLegacy("INVALID_EFFECT", "Effect is written Allow or Deny, in that case", effect);
                return Effect.Deny;
        }
    }

    private PrincipalElement? ReadPrincipal(JsonPart? json, bool excludes, JsonPart statement)
    {
        var wanted = _kind is PolicyKind.Trust or PolicyKind.Resource;
        if (json is null)
        {
            if (wanted)
                Report(FaultRank.Principal, "MISSING_PRINCIPAL", "Missing required field Principal", statement);
            return null;
        }

        var named = PrincipalsOf(json).ToList();
        if (!wanted)
        {
            Report(FaultRank.Principal, "UNSUPPORTED_PRINCIPAL", "Policy document should not specify a principal.", json);
        }
        else if (_kind == PolicyKind.Trust && excludes)
        {
            Report(
                FaultRank.Principal, "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "Has prohibited field NotPrincipal", json);
        }

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
                    FaultRank.Principal,
                    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                    "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".",
                    json);
            }
        }
        else if (!PrincipalForm.IsValid(principal.Type, principal.Value))
        {
            Report(
                FaultRank.Principal,
                "INVALID_PRINCIPAL_FORMAT",
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
            throw Syntax("a principal is \"*\" or an object such as {\"AWS\": ...}", json, "DATA_TYPE_MISMATCH");
        return json.Members.SelectMany(member => PrincipalForm.IsType(member.Name)
            ? TextsOf(member.Name, member.Value, atLeastOne: true)
                .Select(value => new NamedPrincipal(member.Name, value.Text, value.Start, value.End))
            : throw Syntax($"\"{member.Name}\" is not a type of principal", member.Value, "INVALID_PRINCIPAL_KEY"));
    }

    private ActionPattern[] ReadActions(JsonPart? json, bool excludes, JsonPart statement)
    {
        var actions = json is null ? [] : TextsOf("Action", json);
        if (actions.Length == 0)
            Report(FaultRank.ActionsPresent, "MISSING_ACTION", "Policy statement must contain actions.", json ?? statement);
        foreach (var action in actions)
        {
            if (ActionPattern.FaultOf(action.Text) is { } fault)
                Report(FaultRank.ActionForm, "INVALID_ACTION", fault, action);
            if (_kind == PolicyKind.Trust && (excludes || !AssumesRole(ActionPattern.Fold(action.Text))))
            {
                Report(
                    FaultRank.ActionForm, "INVALID_ACTION", "AssumeRole policy may only specify STS AssumeRole actions.", action);
            }
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
                Report(FaultRank.ResourceForm, "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "Has prohibited field Resource", json);
            return null;
        }

        var resources = json is null ? [] : TextsOf("Resource", json);
        if (resources.Length == 0 && (_kind != PolicyKind.Resource || json is not null))
            Report(FaultRank.ResourcesPresent, "MISSING_RESOURCE", "Policy statement must contain resources.", json ?? statement);
        foreach (var resource in resources)
        {
            if (ResourceForm.FaultOf(resource.Text, out var legacy) is not { } fault)
                continue;
            if (legacy)
                ReportLegacy("MISSING_ARN_FIELD", fault, resource);
            else
                Report(FaultRank.ResourceForm, "INVALID_ARN_RESOURCE", fault, resource);
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
            throw Syntax($"{name} is a string or a list of strings", wrong ?? json, "DATA_TYPE_MISMATCH");
        return texts;
    }

    private static JsonPart StringAt(string name, JsonPart value) =>
        value.Kind == JsonKind.String ? value : throw Syntax($"{name} is a string", value, "DATA_TYPE_MISMATCH");

    /// <summary>What is not even shaped like a policy ends the reading.</summary>
    internal static JsonFault Syntax(string detail, JsonPart at, string code) => new(detail, at.Start) { Code = code };

    /// <summary>A fault that AWS's first parser lets pass and its second does not.</summary>
    internal void ReportLegacy(string code, string detail, JsonPart at) =>
        Report(FaultRank.LegacyParsing, code, "The policy failed legacy parsing", detail, at.Start);

    // Nothing more needs to be compiled then; what is read is read for a fault that ranks higher.
    private bool IsRefused => _fault is not null;

    private void Report(FaultRank rank, string code, string message, JsonPart at) =>
        Report(rank, code, message, message, at.Start);

    private void Report(FaultRank rank, string code, string message, string detail, int offset)
    {
        _all?.Add(new FoundFault(rank, code, message, detail, offset));
        if (_fault is not null && _rank <= rank)
            return;
        _fault = new PolicyFault(message, detail, TextPosition.At(_text, offset));
        _rank = rank;
    }
}
