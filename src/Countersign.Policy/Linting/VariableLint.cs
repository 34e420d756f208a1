namespace Countersign.Policy.Linting;

/// <summary>What is wrong with <c>${...}</c> in a text.</summary>
internal static class VariableLint
{
    private const int ResourcePart = 5;    // colons before the part of an ARN in which variables are in force

    /// <summary>Where no variable has any effect.</summary>
    /// <param name="part">The text.</param>
    /// <param name="element">What it belongs to.</param>
    /// <param name="context">The document.</param>
    public static void CheckNone(JsonPart part, string element, StatementContext context)
    {
        if (part.Text.Contains("${", StringComparison.Ordinal))
        {
            Add(
                context, "VARIABLE_UNSUPPORTED_IN_ELEMENT", part,
                $"In {element} ${{...}} is plain text. Variables stand in Resource, and in values of String and Arn operators.");
        }
    }

    /// <summary>In a resource, where only the part after the fifth colon may have some.</summary>
    public static void CheckResource(JsonPart part, StatementContext context)
    {
        var first = part.Text.IndexOf("${", StringComparison.Ordinal);
        if (first < 0)
            return;
        if (part.Text.AsSpan(0, first).Count(':') < ResourcePart)
        {
            Add(
                context, "VARIABLE_UNSUPPORTED_IN_ELEMENT", part,
                "In the first five parts of an ARN ${...} is plain text. Write a name or a wildcard there.");
        }

        Check(part, context);
    }

    /// <summary>Where variables are in force.</summary>
    public static void Check(JsonPart part, StatementContext context)
    {
        var text = part.Text;
        var next = 0;
        while (text.IndexOf("${", next, StringComparison.Ordinal) is >= 0 and var at)
        {
            if (!context.HasVariables)
            {
                Add(
                    context, "VARIABLE_UNSUPPORTED_IN_VERSION", part,
                    "Without \"Version\": \"2012-10-17\" ${...} is plain text. Write that version.");
                return;
            }

            next = at + "${*}".Length;
            if (text.AsSpan(at) is ['$', '{', '*' or '?' or '$', '}', ..])
                continue;
            var close = text.IndexOf('}', at);
            if (close < 0)
            {
                Add(context, "MISSING_BRACE_IN_VARIABLE", part, "A variable is not closed. Write ${ and } around its key.");
                return;
            }

            CheckKey(part, text.AsSpan(at + 2, close - at - 2), at, context);
            next = close + 1;
        }
    }

    private static void CheckKey(JsonPart part, ReadOnlySpan<char> inside, int at, StatementContext context)
    {
        var comma = inside.IndexOf(',');
        var key = comma < 0 ? inside : inside[..comma];
        if (key.Trim().IsEmpty)
            Add(context, "EMPTY_VARIABLE", part, "${} names no key. Write one, such as ${aws:username}.");
        else if (key.Trim().Contains(' '))
            Add(context, "UNSUPPORTED_SPACE_IN_VARIABLE", part, $"A key has no space in it, and \"{key}\" has one. Remove it.");
        if (comma >= 0 && !Variable.TryRead(part.Text, at, out _, out _))
        {
            Add(
                context, "MISSING_QUOTE_IN_VARIABLE", part,
                "The default of a variable stands in single quotes, as in ${aws:PrincipalTag/team, 'none'}.");
        }
    }

    private static void Add(StatementContext context, string code, JsonPart at, string message) =>
        context.Findings.Add(PolicySeverity.Warning, code, at.Start, message);
}
