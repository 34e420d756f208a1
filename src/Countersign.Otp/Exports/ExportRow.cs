namespace Countersign.Otp.Exports;

/// <summary>One entry of an export: an account, or why it cannot be taken over.</summary>
/// <param name="Where">Where it stands: "line 2" or "entry 3".</param>
/// <param name="Name">What it is called, as far as that could be read.</param>
/// <param name="Account">The entry, unless it is refused.</param>
/// <param name="Refusal">What was wrong and what would be right, never the seed; null when there is an account.</param>
public sealed record ExportRow(string Where, string Name, ExportedAccount? Account, string? Refusal);
