using Countersign.Policy.Conditions;

namespace Countersign.Policy;

/// <summary>What a statement does to the requests it applies to.</summary>
public enum Effect
{
    /// <summary>Permits them, unless something denies.</summary>
    Allow,

    /// <summary>Refuses them, whatever else allows.</summary>
    Deny,
}

/// <summary>The parts of a statement that must all fit for it to apply.</summary>
public enum StatementElement
{
    /// <summary>Principal or NotPrincipal.</summary>
    Principal,

    /// <summary>Action or NotAction.</summary>
    Action,

    /// <summary>Resource or NotResource.</summary>
    Resource,

    /// <summary>Condition.</summary>
    Condition,
}

/// <summary>One statement of a policy, compiled. Immutable; its text is kept by the document.</summary>
public sealed class Statement
{
    private readonly string _document;
    private readonly int _start;
    private readonly int _end;

    internal Statement(string document, int start, int end, int index)
    {
        _document = document;
        _start = start;
        _end = end;
        Index = index;
    }

    /// <summary>Its place in the document: 0 for the first.</summary>
    public int Index { get; }

    /// <summary>Its Sid; null when it has none.</summary>
    public string? Sid { get; internal init; }

    /// <summary>Whether it allows or denies.</summary>
    public Effect Effect { get; internal init; }

    /// <summary>The statement as written.</summary>
    public string Text => _document[_start.._end];

    /// <summary>Where its opening brace stands. Counted when asked for.</summary>
    public TextPosition Start => TextPosition.At(_document, _start);

    /// <summary>The place after its closing brace. Counted when asked for.</summary>
    public TextPosition End => TextPosition.At(_document, _end);

    /// <summary>The principals it names in Principal or NotPrincipal; empty when it has neither.</summary>
    public IReadOnlyList<NamedPrincipal> Principals => Principal?.Named ?? [];

    internal PrincipalElement? Principal { get; init; }

    internal ActionPattern[] Actions { get; init; } = [];

    internal bool IsNotAction { get; init; }

    /// <summary>Null when the statement has no resource element: it is about the resource it is attached to.</summary>
    internal Pattern[]? Resources { get; init; }

    internal bool IsNotResource { get; init; }

    internal Condition[] Conditions { get; init; } = [];

    // Only a resource's policy names principals; all others speak about the one they are attached to.
    internal PrincipalMatch MatchPrincipal(LayerKind layer, Principal caller, bool hasBoundary)
    {
        if (layer != LayerKind.Resource)
            return PrincipalMatch.Direct;
        return Principal?.Match(caller, Effect == Effect.Allow, hasBoundary) ?? PrincipalMatch.None;
    }

    internal bool MatchesAction(PolicyRequest request)
    {
        foreach (var pattern in Actions)
        {
            if (pattern.Matches(request))
                return !IsNotAction;
        }

        return IsNotAction;
    }

    internal bool MatchesResource(PolicyRequest request)
    {
        if (Resources is null)
            return true;
        foreach (var pattern in Resources)
        {
            if (pattern.Matches(request.Resource, request.Context))
                return !IsNotResource;
        }

        return IsNotResource;
    }

    internal bool MeetsConditions(RequestContext context)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.IsMetBy(context))
                return false;
        }

        return true;
    }
}
