namespace Countersign.Otp.Exports;

/// <summary>An account that somebody brings along from an authenticator or another server, its seed in clear.</summary>
/// <remarks>It never prints its seed: <see cref="ToString"/> shows the names only.</remarks>
public sealed record ExportedAccount
{
    /// <summary>Who the account is with; empty when not said.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whose account it is.</summary>
    public required string Account { get; init; }

    /// <summary>The seed. Never to be printed, logged or shown.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Kind, hash, digits and period.</summary>
    public required OathTokenParameters Parameters { get; init; }

    /// <summary>For HOTP, the counter of the next code: 0 or more.</summary>
    public long Counter { get; init; }

    /// <summary>Sentences for the preview: what is odd about this account. They never contain the seed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The names, never the seed.</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => $"{Account} at {Issuer}";
}

/// <summary>One entry or line of an export: an account, or why it is refused.</summary>
/// <param name="Where">Where it stands: "line 2", "line 1, account 3" or "entry 5".</param>
/// <param name="Name">The account's name, as far as it could be read.</param>
/// <param name="Account">The account, unless it is refused.</param>
/// <param name="Refusal">
/// Why there is no account: a sentence that names what was wrong and what would be right, never the seed.
/// </param>
public sealed record ExportedRow(string Where, string? Name, ExportedAccount? Account, string? Refusal);
