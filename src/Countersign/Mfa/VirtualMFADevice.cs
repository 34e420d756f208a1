namespace Countersign.Mfa;

/// <summary>A virtual device as the API answers it.</summary>
/// <param name="SerialNumber">Its ARN.</param>
/// <param name="Base32StringSeed">The seed as Base32 text in ASCII: only in the answer that made the device.</param>
/// <param name="QRCodePNG">The otpauth URI as a picture: only in the answer that made the device.</param>
/// <param name="User">Whose it is, if anybody's.</param>
/// <param name="EnableDate">Since when, if anybody's.</param>
/// <param name="Tags">Its tags, in the answer that made the device.</param>
public sealed record VirtualMFADevice(
    SerialNumber SerialNumber,
    ReadOnlyMemory<byte>? Base32StringSeed = null,
    ReadOnlyMemory<byte>? QRCodePNG = null,
    Identity.IamUser? User = null,
    DateTimeOffset? EnableDate = null,
    IReadOnlyList<Tag>? Tags = null);
