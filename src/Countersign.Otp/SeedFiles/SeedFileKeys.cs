namespace Countersign.Otp.SeedFiles;

/// <summary>What opens an encrypted file. All optional; the file decides which of them it needs.</summary>
/// <param name="Passphrase">What the sender of the file told you.</param>
/// <param name="PreSharedKey">The key agreed with the maker: 16, 24 or 32 bytes.</param>
/// <param name="DeviceId">The device a SecurID file is bound to.</param>
public sealed record SeedFileKeys(
    string? Passphrase = null, ReadOnlyMemory<byte>? PreSharedKey = null, string? DeviceId = null)
{
    /// <summary>Nothing: for a file that is not encrypted.</summary>
    public static SeedFileKeys None { get; } = new();

    /// <summary>Nothing of what it holds.</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => nameof(SeedFileKeys);
}
