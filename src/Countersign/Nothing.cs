namespace Countersign;

/// <summary>The response of an operation that answers with success only.</summary>
public sealed record Nothing
{
    private Nothing() { }

    /// <summary>The one there is.</summary>
    public static Nothing Value { get; } = new();
}
