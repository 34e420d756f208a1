using Countersign.Policy.Conditions;

namespace Countersign.Policy.Linting;

/// <summary>What a Condition block shows.</summary>
internal sealed class ConditionLint(StatementContext context, JsonPart condition, bool allows)
{
    /// <summary>Whether a statement denies what carries no word of MFA: requests of access keys.</summary>
    public static bool DeniesWithoutMfaKey(JsonPart statement) =>
        statement.Find("Effect")?.Text is "Deny" && statement.Find("Condition") is { Members: [{ Name: "Null" } only] }
        && only.Value.Members is [{ Value: { Kind: not JsonKind.Array } wanted } asked]
        && MfaLint.IsPresence(asked.Name) && wanted.Text is "true";

    public void Check()
    {
        if (condition.Members.Length == 0)
            Add(PolicySeverity.Suggestion, "EMPTY_OBJECT_CONDITION", condition, "An empty Condition is always met. Leave it out.");
        foreach (var (name, keys) in condition.Members)
        {
            if (keys is { Kind: JsonKind.Object, Members.Length: 0 })
                Add(PolicySeverity.Suggestion, "EMPTY_OBJECT_CONDITION", keys, $"{name} without a key is always met. Leave it out.");
            if (ConditionOperator.Find(name) is not { } found)
                continue;
            foreach (var (key, values) in keys.Members)
                CheckLine(new ConditionLine(found, key, values));
        }
    }

    private void CheckLine(ConditionLine line)
    {
        var known = GlobalKeys.Find(line.Key);
        CheckKey(line, known);
        if (line.Values.Count == 0 && line.At.Kind == JsonKind.Array)
        {
            Add(
                PolicySeverity.Suggestion, "EMPTY_ARRAY_CONDITION", line.At,
                $"{line.Operator.Text} {line.Key} lists no value to compare with. List some, or leave the key out.");
        }

        CheckQualifier(line, known);
        if (known is { } typed && !line.Operator.IsNull && !typed.Fits(line.Family))
        {
            Add(
                PolicySeverity.Warning, typed.MismatchCode, line.At,
                $"{line.Key} is {typed.InWords}, which {line.Operator.Text} does not compare as such. Use {typed.Operators}.");
        }

        ValueLint.Check(line, context);
        MfaLint.Check(line, condition, allows, context);
    }

    private void CheckKey(ConditionLine line, GlobalKey? known)
    {
        if (!line.Key.Contains(':'))
        {
            Add(
                PolicySeverity.Warning, "INVALID_CONDITION_KEY_FORMAT", line.At,
                $"\"{line.Key}\" is no condition key, so no request has it. A key is a service, a colon and a name, such as aws:SourceIp.");
        }
        else if (line.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && known is null)
        {
            Add(
                PolicySeverity.Warning, "INVALID_GLOBAL_CONDITION_KEY", line.At,
                $"There is no global key \"{line.Key}\", so no request has it. Look for a slip of the pen.");
        }
        else if (KnownNames.IsNoKey(line.Key))
        {
            Add(
                PolicySeverity.Warning, "INVALID_SERVICE_CONDITION_KEY", line.At,
                $"There is no key \"{line.Key}\", so no request has it. Look for a slip of the pen.");
        }
        else if (GlobalKeys.NeedsTagKey(line.Key) && line.Key.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || slash == line.Key.Length - 1))
        {
            Add(
                PolicySeverity.Warning, "MISSING_TAG_KEY_IN_CONDITION", line.At,
                $"\"{line.Key}\" names no tag. Write the tag's key after a slash, as in aws:ResourceTag/team.");
        }
    }

    private void CheckQualifier(ConditionLine line, GlobalKey? known)
    {
        var found = line.Operator;
        if (found is { IsNull: true, Qualifier: not SetQualifier.None })
        {
            Add(PolicySeverity.Suggestion, "NULL_WITH_QUALIFIER", line.At, "Null asks whether the key is there at all. Write it without qualifier.");
        }
        else if (found.Qualifier == SetQualifier.None && !found.IsNull && known is { IsList: true })
        {
            Add(
                PolicySeverity.Warning, "MISSING_QUALIFIER", line.At,
                $"{line.Key} has several values, which {found.Text} does not compare. Write ForAllValues:{found.Text} or ForAnyValue:{found.Text}.");
        }
        else if (allows && found.Qualifier == SetQualifier.All && known is { IsList: false })
        {
            Add(
                PolicySeverity.SecurityWarning, "FORALLVALUES_WITH_SINGLE_VALUED_KEY", line.At,
                $"ForAllValues is met when the request has no {line.Key} at all, so this Allow holds without it. Write {line.Base}.");
        }
        else if (found is { Qualifier: SetQualifier.Any, IfExists: true })
        {
            Add(
                PolicySeverity.Warning, "IF_EXISTS_WITH_FORANYVALUE", line.At,
                $"Under ForAnyValue a missing key is never a match, and IfExists changes nothing. Write ForAnyValue:{line.Base}, or ask with Null as well.");
        }
    }

    private void Add(PolicySeverity severity, string code, JsonPart at, string message) =>
        context.Findings.Add(severity, code, at.Start, message);
}

/// <summary>An operator with one of its keys.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Key">The key, as written.</param>
/// <param name="At">The value, or the list of values.</param>
internal sealed record ConditionLine(ConditionOperator Operator, string Key, JsonPart At)
{
    /// <summary>The values that can be compared with.</summary>
    public List<JsonPart> Values { get; } =
        [.. At.ItemsOrSelf.Where(each => each.Kind is JsonKind.String or JsonKind.Number or JsonKind.True or JsonKind.False)];

    /// <summary>The operator without qualifier and IfExists.</summary>
    public string Base
    {
        get
        {
            var name = Operator.Text[(Operator.Text.IndexOf(':', StringComparison.Ordinal) + 1)..];
            return Operator.IfExists ? name[..^"IfExists".Length] : name;
        }
    }

    /// <summary>What it compares.</summary>
    public KeyType Family => Base switch
    {
        "Bool" => KeyType.Bool,
        var name when name.StartsWith("Numeric", StringComparison.Ordinal) => KeyType.Number,
        var name when name.StartsWith("Date", StringComparison.Ordinal) => KeyType.Date,
        var name when name.EndsWith("IpAddress", StringComparison.Ordinal) => KeyType.IpAddress,
        _ => KeyType.Text,
    };
}
