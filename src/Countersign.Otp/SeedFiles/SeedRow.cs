namespace Countersign.Otp.SeedFiles;

/// <summary>One element or line of a file: a token, or why it is refused.</summary>
/// <param name="Where">Where it stands in the file: "line 7" or "KeyPackage 3".</param>
/// <param name="SerialNumber">The serial number, as far as it could be read.</param>
/// <param name="Token">The token, unless it is refused or skipped.</param>
/// <param name="Refusal">
/// Why there is no token: a sentence that names what was wrong and what would be right, never the seed. Null when there
/// is one, and when the row was <see cref="Skipped"/>.
/// </param>
public sealed record SeedRow(string Where, string? SerialNumber, TokenSeed? Token, string? Refusal)
{
    /// <summary>
    /// Why this row adds nothing although nothing is wrong with it: the file has the same token, with the same seed,
    /// further up. Null otherwise. Not a reason to refuse the file.
    /// </summary>
    public string? Skipped { get; init; }
}
