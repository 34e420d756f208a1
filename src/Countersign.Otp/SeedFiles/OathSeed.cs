namespace Countersign.Otp.SeedFiles;

/// <summary>The seed of a token that computes HOTP or TOTP (RFC 4226, RFC 6238).</summary>
public sealed record OathSeed : TokenSeed
{
    /// <summary>What the file says of hash, digits and period; what it leaves open, the enrolment codes decide.</summary>
    public required OathTokenParameters Parameters { get; init; }

    /// <summary>For HOTP, the counter of the next code: 0 or more.</summary>
    public long Counter { get; init; }

    /// <summary>For TOTP, by how many steps the token's clock is known to be ahead; negative when it is slow.</summary>
    public int DriftSteps { get; init; }
}
