namespace Countersign.Policy;

internal enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>One value of a JSON text, with the place it was read from.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">A string's content; for numbers, true, false and null the text as written.</param>
/// <param name="start">Offset of its first character.</param>
/// <param name="end">Offset after its last character.</param>
internal sealed class JsonPart(JsonKind kind, string text, int start, int end)
{
    public JsonKind Kind { get; } = kind;

    public string Text { get; } = text;

    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>An object's members in the order written; empty for other kinds.</summary>
    public JsonMember[] Members { get; init; } = [];

    /// <summary>An array's items; empty for other kinds.</summary>
    public JsonPart[] Items { get; init; } = [];

    /// <summary>An object's member of that name; null when it has none, or is no object.</summary>
    public JsonPart? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
                return member.Value;
        }

        return null;
    }

    /// <summary>A list's items; what is no list stands for a list of itself, as everywhere in policies.</summary>
    public JsonPart[] ItemsOrSelf => Kind == JsonKind.Array ? Items : [this];
}

internal readonly record struct JsonMember(string Name, JsonPart Value);
