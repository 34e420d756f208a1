namespace Countersign.ServiceModel;

/// <summary>One broken rule of one member of a request.</summary>
/// <param name="Member">Where: names with a small first letter, <c>userName</c>, <c>tags.1.member.key</c>.</param>
/// <param name="Rule">Which rule, as <see cref="Constraint"/> words it.</param>
/// <param name="Shown">The value as sent, where the service shows it; null where it does not (IAM, codes, secrets).</param>
internal readonly record struct Fault(string Member, string Rule, string? Shown = null)
{
    /// <summary>The fault as AWS words it.</summary>
    public override string ToString()
    {
        var value = ReferenceEquals(Rule, Constraint.NotNull) ? "Value null" : Shown is null ? "Value" : $"Value '{Shown}'";
        return $"{value} at '{Member}' failed to satisfy constraint: {Rule}";
    }

    /// <summary>The refusal that names every fault of a request at once.</summary>
    /// <param name="faults">At least one.</param>
    public static ApiError Refuse(IReadOnlyList<Fault> faults) => new(
        "ValidationError", 400,
        $"{faults.Count} validation error{(faults.Count == 1 ? "" : "s")} detected: {string.Join("; ", faults)}")
    {
        Member = faults.Count == 1 ? faults[0].Member : null,    // a page shows it beside the field
    };
}
