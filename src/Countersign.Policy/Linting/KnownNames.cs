using System.Collections.Frozen;

namespace Countersign.Policy.Linting;

/// <summary>The actions and condition keys of <c>iam</c>, <c>sts</c> and <c>countersign</c>; what other services have is not known.</summary>
internal static class KnownNames
{
    private static readonly string[] Services = ["countersign:", "iam:", "sts:"];

    private static readonly ILookup<string, string> Lines = Read();

    private static readonly FrozenSet<string> Actions = Lines["action"].Select(ActionPattern.Fold).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Keys = Lines["key"].ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an action of these services is none of theirs, or a pattern fits none of them.</summary>
    public static bool IsNoAction(string action)
    {
        var folded = ActionPattern.Fold(action);
        if (!Services.Any(service => folded.StartsWith(service, StringComparison.Ordinal)) || Actions.Contains(folded) || folded.Contains('$'))
            return false;    // that no variable belongs there is said elsewhere
        if (!folded.AsSpan().ContainsAny('*', '?'))
            return true;
        var pattern = new Pattern(folded, PatternKind.Like, variables: false);
        return !Actions.Any(known => pattern.Matches(known, RequestContext.Empty));
    }

    /// <summary>Whether a condition key of these services is none of theirs; a tag's key behind a slash may be any.</summary>
    public static bool IsNoKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return Services.Any(service => key.StartsWith(service, StringComparison.OrdinalIgnoreCase)) && !Keys.Contains(slash < 0 ? key : key[..slash]);
    }

    private static ILookup<string, string> Read()
    {
        using var stream = typeof(KnownNames).Assembly.GetManifestResourceStream("known-names.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2))
            .ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }
}
