namespace Countersign.Otp.SeedFiles;

/// <summary>One token of a maker's file, its seed in clear.</summary>
/// <remarks>It never prints its seed: <see cref="ToString"/> shows kind and serial number only.</remarks>
public abstract record TokenSeed
{
    /// <summary>
    /// What is printed on the token: 1 to 256 ASCII letters (upper case), digits and <c>_ + = / : , . @ -</c>.
    /// </summary>
    public required string SerialNumber { get; init; }

    /// <summary>The seed. Never to be printed, logged or shown.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Who made it, as the file says.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Which of the maker's models it is.</summary>
    public string? Model { get; init; }

    /// <summary>Whose it is to be, when the file says.</summary>
    public string? UserName { get; init; }

    /// <summary>Before this moment it must not be used.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>After this moment it must not be used.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Sentences for the preview: what is odd about this token. They never contain the seed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Kind and serial number, never the seed.</summary>
    /// <returns>A text that is safe in a log.</returns>
    public sealed override string ToString() => $"{GetType().Name} {SerialNumber}";
}
