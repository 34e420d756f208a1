namespace Countersign.Policy.Linting;

/// <summary>Conditions on MFA that do not do what they seem to (reference: policy language, the idioms of MFA).</summary>
internal static class MfaLint
{
    /// <summary>Whether a key is <c>aws:MultiFactorAuthPresent</c>.</summary>
    public static bool IsPresence(string key) => key.Equals("aws:MultiFactorAuthPresent", StringComparison.OrdinalIgnoreCase);

    public static void Check(ConditionLine line, JsonPart condition, bool allows, StatementContext context)
    {
        if (IsPresence(line.Key))
        {
            CheckPresence(line, condition, allows, context);
        }
        else if (!allows && line.Key.Equals("aws:MultiFactorAuthAge", StringComparison.OrdinalIgnoreCase)
            && line.Base.StartsWith("NumericGreaterThan", StringComparison.Ordinal) && !line.Operator.IfExists)
        {
            Add(
                context, "MFA_AGE_DENY_MISSES_NO_MFA", line,
                $"A Deny on an old MFA does not stop who gave none: they have no aws:MultiFactorAuthAge. Use {line.Base}IfExists.");
        }
    }

    private static void CheckPresence(ConditionLine line, JsonPart condition, bool allows, StatementContext context)
    {
        switch (line.Base)
        {
            case "Bool" when !allows && !line.Operator.IfExists && Wants(line, "false") && !context.DeniesWithoutMfaKey:
                Add(
                    context, "MFA_DENY_MISSES_ACCESS_KEYS", line,
                    "A Deny on Bool aws:MultiFactorAuthPresent false does not stop access keys: their requests do not have the key. Use BoolIfExists.");
                break;
            case "Bool" when allows && line.Operator.IfExists && Wants(line, "true"):
                Add(
                    context, "MFA_ALLOW_ADMITS_ACCESS_KEYS", line,
                    "An Allow on BoolIfExists aws:MultiFactorAuthPresent true lets access keys through: their requests do not have the key. Use Bool.");
                break;
            case "Null" when allows && Wants(line, "false") && !HasBool(condition):
                Add(
                    context, "MFA_NULL_IS_NO_MFA", line,
                    "Null aws:MultiFactorAuthPresent false only says that the credentials are temporary, with MFA or without. Use Bool with true.");
                break;
        }
    }

    private static bool Wants(ConditionLine line, string value) =>
        line.Values.Exists(each => each.Text.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static bool HasBool(JsonPart condition) => Array.Exists(
        condition.Members, block => block.Name is "Bool" && Array.Exists(block.Value.Members, key => IsPresence(key.Name)));

    private static void Add(StatementContext context, string code, ConditionLine line, string message) =>
        context.Findings.Add(PolicySeverity.SecurityWarning, code, line.At.Start, message);
}
