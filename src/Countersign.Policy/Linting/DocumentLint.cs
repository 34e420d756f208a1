using System.Globalization;
using System.Text;

namespace Countersign.Policy.Linting;

/// <summary>What a document as a whole shows: its version, its size, statements that say the same.</summary>
internal sealed class DocumentLint(Findings findings, PolicyKind kind)
{
    /// <summary>Looks at every statement that is shaped like one.</summary>
    public void Check(JsonPart root, int countedLength)
    {
        if (root.Kind != JsonKind.Object)
            return;
        var version = root.Find("Version");
        if (version is null && kind != PolicyKind.ManagedIdentity)
        {
            findings.Add(
                PolicySeverity.Warning, "MISSING_VERSION", root.Start,
                "Without Version the rules of 2008 hold, in which ${...} is plain text. Write \"Version\": \"2012-10-17\".");
        }

        CheckSize(root, countedLength);
        List<JsonPart> statements = [.. (root.Find("Statement")?.ItemsOrSelf ?? []).Where(each => each.Kind == JsonKind.Object)];
        var context = new StatementContext(
            findings, kind, version?.Text is "2012-10-17", statements.Exists(ConditionLint.DeniesWithoutMfaKey));
        foreach (var statement in statements)
            new StatementLint(context, statement).Check();
        CheckRepetition(statements);
    }

    private void CheckSize(JsonPart root, int countedLength)
    {
        var (limit, name, more) = kind switch
        {
            PolicyKind.ManagedIdentity => (6144, "IDENTITY", ""),
            PolicyKind.InlineIdentity => (2048, "IDENTITY", " as a user's; those of a group may have 5120 together, of a role 10240"),
            PolicyKind.Trust => (2048, "TRUST", ""),
            PolicyKind.Session => (2048, "SESSION", ""),
            PolicyKind.ServiceControl => (5120, "SERVICE_CONTROL", ""),
            _ => (int.MaxValue, "RESOURCE", ""),
        };
        if (countedLength > limit)
        {
            findings.Add(
                PolicySeverity.Warning, $"POLICY_SIZE_EXCEEDS_{name}_POLICY_QUOTA", root.Start, string.Create(
                    CultureInfo.InvariantCulture,
                    $"It has {countedLength} characters without white space, and may have {limit}{more}. Split it, or use wildcards."));
        }
    }

    private void CheckRepetition(List<JsonPart> statements)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (!seen.Add(WithoutSid(statement)))
            {
                findings.Add(
                    PolicySeverity.Suggestion, "REDUNDANT_STATEMENT", statement.Start,
                    "A statement before says the same. Remove one of them.");
            }
        }
    }

    private static string WithoutSid(JsonPart statement)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in statement.Members.Where(each => each.Name != "Sid").OrderBy(each => each.Name, StringComparer.Ordinal))
            Write(text.Append(name).Append(':'), value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonPart part)
    {
        text.Append((char)('a' + (int)part.Kind)).Append(part.Text).Append('\u0001');
        foreach (var (name, value) in part.Members)
            Write(text.Append(name).Append('\u0002'), value);
        foreach (var item in part.Items)
            Write(text, item);
        text.Append('\u0003');
    }
}

/// <summary>What a statement's lint knows of its document.</summary>
/// <param name="Findings">Where to note it.</param>
/// <param name="Kind">What the document is to be.</param>
/// <param name="HasVariables">Whether it has the version in which variables are in force.</param>
/// <param name="DeniesWithoutMfaKey">Whether some statement denies requests that carry no word of MFA, as those of access keys.</param>
internal sealed record StatementContext(Findings Findings, PolicyKind Kind, bool HasVariables, bool DeniesWithoutMfaKey);
