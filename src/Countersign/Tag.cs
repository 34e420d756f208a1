namespace Countersign;

/// <summary>A tag on a user or an MFA device.</summary>
/// <param name="Key">1 to 128 characters, unique on its resource whatever its case.</param>
/// <param name="Value">0 to 256 characters.</param>
public sealed record Tag(string Key, string Value);
