namespace Countersign.Policy.Linting;

/// <summary>Collects findings with their places.</summary>
internal sealed class Findings
{
    private const int Most = 200;
    private const int LongestMessage = 500;    // it may quote what the document says

    private readonly List<(int Offset, PolicyFinding Finding)> _all = [];
    private readonly HashSet<(string Code, int Offset)> _known = [];
    private readonly List<int> _lines = [0];

    public Findings(string text)
    {
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            _lines.Add(at + 1);
    }

    /// <summary>Notes something once for each place.</summary>
    public void Add(PolicySeverity severity, string code, int offset, string message)
    {
        if (_all.Count >= Most || !_known.Add((code, offset)))
            return;
        var found = _lines.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        var shown = message.Length > LongestMessage ? message[..LongestMessage] + "..." : message;
        _all.Add((offset, new PolicyFinding(severity, code, line + 1, offset - _lines[line] + 1, shown)));
    }

    /// <summary>All of them, first things first; of one place the gravest.</summary>
    public List<PolicyFinding> InOrder() =>
        [.. _all.OrderBy(each => each.Offset).ThenBy(each => each.Finding.Severity).Select(each => each.Finding)];
}
