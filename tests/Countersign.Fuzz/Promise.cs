namespace Countersign.Fuzz;

/// <summary>A reader answered, but what it must not.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>What must hold of an answer.</summary>
internal static class Promise
{
    /// <exception cref="BrokenPromiseException">It does not hold.</exception>
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
            throw new BrokenPromiseException(otherwise);
    }

    /// <summary>Two ways to the same answer.</summary>
    /// <exception cref="BrokenPromiseException">The answers differ.</exception>
    public static void Same<T>(T one, T other, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(one, other))
            throw new BrokenPromiseException($"{what}: {one} and {other}");
    }
}
