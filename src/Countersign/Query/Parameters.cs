namespace Countersign.Query;

/// <summary>The parameters of a request, in the order sent, each name once.</summary>
internal sealed class Parameters
{
    // A name with more parts than any member of the model could have is nobody's; it stays out of the tree.
    private const int DeepestName = 16;

    private readonly OrderedDictionary<string, string> _all = new(StringComparer.Ordinal);
    private ParameterNode? _root;

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Names and values, in the order sent.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _all;

    /// <summary>The same as a tree: <c>Tags.member.1.Key</c> is Key of 1 of member of Tags.</summary>
    public ParameterNode Root => _root ??= BuildTree();

    /// <summary>The value of a parameter; null when it was not sent.</summary>
    public string? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Adds one; false when the name is there already.</summary>
    public bool TryAdd(string name, string value)
    {
        _root = null;
        return _all.TryAdd(name, value);
    }

    private ParameterNode BuildTree()
    {
        var root = new ParameterNode();
        foreach (var (name, value) in _all)
        {
            if (name.AsSpan().Count('.') >= DeepestName)
                continue;

            var node = root;
            var parts = name.AsSpan();
            for (int dot; (dot = parts.IndexOf('.')) >= 0; parts = parts[(dot + 1)..])
                node = node.Child(parts[..dot]);
            node.Child(parts).Value = value;
        }
        return root;
    }
}

/// <summary>A parameter, or a part of the name that several parameters share.</summary>
internal sealed class ParameterNode
{
    private Dictionary<string, ParameterNode>? _children;

    /// <summary>The value of the parameter whose name ends here; null when none does.</summary>
    public string? Value { get; set; }

    /// <summary>The parts that follow, in the order sent.</summary>
    public IReadOnlyDictionary<string, ParameterNode> Children => _children ?? NoChildren;

    /// <summary>What a part has that nothing follows.</summary>
    public static IReadOnlyDictionary<string, ParameterNode> NoChildren { get; } =
        new Dictionary<string, ParameterNode>(StringComparer.Ordinal);

    /// <summary>The part of that name; null when there is none.</summary>
    public ParameterNode? Find(string part) => _children?.GetValueOrDefault(part);

    /// <summary>The part of that name, made if there is none.</summary>
    public ParameterNode Child(ReadOnlySpan<char> part)
    {
        _children ??= new(StringComparer.Ordinal);
        var lookup = _children.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(part, out var child))
            lookup[part] = child = new ParameterNode();
        return child;
    }
}
