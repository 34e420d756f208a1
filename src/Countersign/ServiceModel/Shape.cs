namespace Countersign.ServiceModel;

/// <summary>What kind of data a <see cref="Shape"/> is.</summary>
internal enum ShapeType { Structure, List, Map, String, Integer, Boolean, Timestamp, Blob }

/// <summary>One member of a structure.</summary>
/// <param name="Name">Its name on the wire, letter for letter.</param>
/// <param name="Shape">What it holds.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record ShapeMember(string Name, Shape Shape, bool Required);

/// <summary>One data type of a service model, with the rules that its values must keep.</summary>
internal sealed class Shape
{
    // Longer values are not repeated to the caller, who knows what was sent: an answer stays an answer.
    private const int LongestShown = 256;

    /// <summary>The name in the model, such as <c>existingUserNameType</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of data it is.</summary>
    public required ShapeType Type { get; init; }

    /// <summary>Smallest length of a string or list, smallest value of an integer.</summary>
    public long? Min { get; init; }

    /// <summary>Greatest length of a string (in UTF-16 units, as Java counts) or list, greatest value of an integer.</summary>
    public long? Max { get; init; }

    /// <summary>What the whole string must match.</summary>
    public JavaPattern? Pattern { get; init; }

    /// <summary>The values that a string may have; empty when any is good.</summary>
    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>Whether the model marks it as a secret.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Whether messages repeat a wrong value: STS does, IAM does not; secrets and codes never.</summary>
    public bool Shown { get; init; }

    /// <summary>The members of a structure, in the model's order.</summary>
    public IReadOnlyList<ShapeMember> Members { get; internal set; } = [];

    /// <summary>What a list holds.</summary>
    public Shape? Item { get; internal set; }

    /// <summary>What a map is looked up by.</summary>
    public Shape? Key { get; internal set; }

    /// <summary>What a map holds.</summary>
    public Shape? Value { get; internal set; }

    /// <summary>The member of that name, whatever its case (<c>PolicyArns.member.1.arn</c> is our <c>Arn</c>); null if none.</summary>
    public ShapeMember? Find(string member) =>
        Members.FirstOrDefault(m => string.Equals(m.Name, member, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a fault for each rule that the text of a string or integer breaks.</summary>
    /// <param name="member">Where it was, for the message.</param>
    /// <param name="value">The text as sent; null when it was not. Text that is no integer is left to whoever converts it.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public void Check(string member, string? value, List<Fault> faults)
    {
        if (value is null)
            faults.Add(new Fault(member, Constraint.NotNull));
        else if (Type is ShapeType.String)
            CheckString(member, value, faults);
        else if (Type is ShapeType.Integer && WholeNumber.TryParse(value, out var number))
            CheckInteger(member, value, number, faults);
    }

    /// <summary>Adds a fault if a list has too few or too many items.</summary>
    public void CheckCount(string member, int count, List<Fault> faults)
    {
        if (count < Min)
            faults.Add(new Fault(member, Constraint.MinLength(Min.Value)));
        if (count > Max)
            faults.Add(new Fault(member, Constraint.MaxLength(Max.Value)));
    }

    /// <summary>A fault of a value of this shape, which repeats the value only if the service would.</summary>
    public Fault Fault(string member, string rule, string value) =>
        new(member, rule, Shown && value.Length <= LongestShown ? value : null);

    private void CheckString(string member, string value, List<Fault> faults)
    {
        if (value.Length < Min)
            faults.Add(Fault(member, Constraint.MinLength(Min.Value), value));
        if (value.Length > Max)
            faults.Add(Fault(member, Constraint.MaxLength(Max.Value), value));
        if (Pattern is { } pattern && !pattern.Matches(value))
            faults.Add(Fault(member, Constraint.Pattern(pattern.Text), value));
        if (Enum.Count > 0 && !Enum.Contains(value, StringComparer.Ordinal))
            faults.Add(Fault(member, Constraint.EnumValue, value));
    }

    private void CheckInteger(string member, string value, long number, List<Fault> faults)
    {
        var (min, max) = (Min ?? int.MinValue, Max ?? int.MaxValue);
        if (number < min)
            faults.Add(Fault(member, Constraint.MinValue(min), value));
        if (number > max)
            faults.Add(Fault(member, Constraint.MaxValue(max), value));
    }
}
