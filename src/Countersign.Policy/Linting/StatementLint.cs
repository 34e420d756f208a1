namespace Countersign.Policy.Linting;

/// <summary>What one statement shows.</summary>
internal sealed class StatementLint(StatementContext context, JsonPart statement)
{
    private const int MostCompared = 200;

    private const int LongestCompared = 512;

    private bool Allows => statement.Find("Effect")?.Text is "Allow";

    public void Check()
    {
        if (statement.Find("Sid") is { Kind: JsonKind.String, Text: "" } sid)
            Add(PolicySeverity.Suggestion, "EMPTY_SID_VALUE", sid, "An empty Sid says nothing. Give it a name, or leave it out.");
        CheckPrincipals();
        CheckActions(TextsOf("Action"));
        CheckActions(TextsOf("NotAction"));
        CheckResources(TextsOf("Resource"));
        CheckResources(TextsOf("NotResource"));
        CheckPassRole();
        if (statement.Find("Condition") is { Kind: JsonKind.Object } condition)
            new ConditionLint(context, condition, Allows).Check();
    }

    private void CheckPrincipals()
    {
        if (Allows && statement.Find("NotPrincipal") is { } others)
        {
            Add(
                PolicySeverity.SecurityWarning, "ALLOW_WITH_NOTPRINCIPAL", others,
                "Allow with NotPrincipal lets everybody in who is not named, anonymous callers too. Name in Principal who may.");
        }

        if (Allows && context.Kind == PolicyKind.Trust && statement.Find("Condition") is not { Members.Length: > 0 }
            && statement.Find("Principal")?.Find("AWS")?.ItemsOrSelf.FirstOrDefault(each => each.Text is "*") is { } everybody)
        {
            Add(
                PolicySeverity.SecurityWarning, "TRUST_OF_EVERYBODY", everybody,
                "Everybody of every account may assume the role. Name who may, or add a Condition.");
        }
    }

    private void CheckActions(List<JsonPart> actions)
    {
        foreach (var action in actions)
        {
            var colon = action.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && action.Text.AsSpan(0, colon).ContainsAny('*', '?'))
            {
                Add(
                    PolicySeverity.Suggestion, "WILDCARD_IN_SERVICE_NAME", action,
                    "A wildcard before the colon means several services, also those to come. Name the services.");
            }

            if (KnownNames.IsNoAction(action.Text))
            {
                Add(
                    PolicySeverity.Warning, "INVALID_ACTION", action,
                    $"There is no action \"{action.Text}\", so no request asks for it. Look for a slip of the pen.");
            }

            VariableLint.CheckNone(action, "Action", context);
        }

        CheckCovered(actions, "REDUNDANT_ACTION", ActionPattern.Fold, PatternKind.Like);
    }

    private void CheckResources(List<JsonPart> resources)
    {
        foreach (var resource in resources)
            VariableLint.CheckResource(resource, context);
        CheckCovered(resources, "REDUNDANT_RESOURCE", text => text, PatternKind.Resource);
    }

    // Covered by an entry without "?" and variables, whose stars stand for whatever the other has there, a star too.
    private void CheckCovered(List<JsonPart> entries, string code, Func<string, string> fold, PatternKind kind)
    {
        if (entries.Count is < 2 or > MostCompared)
            return;
        List<Pattern?> patterns =
        [
            .. entries.Select(each => each.Text.Length > LongestCompared || each.Text.AsSpan().ContainsAny('?', '$')
                ? null
                : new Pattern(fold(each.Text), kind, variables: false)),
        ];
        for (var i = 0; i < entries.Count; i++)
        {
            var text = fold(entries[i].Text);
            for (var j = 0; j < entries.Count; j++)
            {
                // Of two that are the same the later one is too much.
                if (i == j || (text == fold(entries[j].Text) ? j > i : patterns[j]?.Matches(text, RequestContext.Empty) != true))
                    continue;
                Add(
                    PolicySeverity.Suggestion, code, entries[i],
                    $"\"{entries[j].Text}\" covers \"{entries[i].Text}\" already. Remove what is covered.");
                break;
            }
        }
    }

    private void CheckPassRole()
    {
        if (!Allows || TextsOf("Resource").Find(each => each.Text is "*") is not { } everything)
            return;
        foreach (var action in TextsOf("Action"))
        {
            var folded = ActionPattern.Fold(action.Text);
            if (folded is "iam:passrole")
            {
                Add(
                    PolicySeverity.SecurityWarning, "PASS_ROLE_WITH_STAR_IN_RESOURCE", everything,
                    "iam:PassRole on every role lets its holder use the rights of any. Name the roles that may be passed.");
            }
            else if (folded is not "iam:*" && folded.StartsWith("iam:p", StringComparison.Ordinal)
                && new Pattern(folded, PatternKind.Like, variables: false).Matches("iam:passrole", RequestContext.Empty))
            {
                Add(
                    PolicySeverity.SecurityWarning, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", action,
                    $"\"{action.Text}\" covers iam:PassRole, here on every role. Name the actions, and the roles that may be passed.");
            }
        }
    }

    private List<JsonPart> TextsOf(string element) =>
        [.. (statement.Find(element)?.ItemsOrSelf ?? []).Where(each => each.Kind == JsonKind.String)];

    private void Add(PolicySeverity severity, string code, JsonPart at, string message) =>
        context.Findings.Add(severity, code, at.Start, message);
}
