using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>The seed of an RSA SecurID token of the 128-bit (AES) kind.</summary>
/// <remarks>
/// Its serial number has 12 digits, zeros in front, as RSA's programs show it; on the back of a token the zeros may be
/// missing.
/// </remarks>
public sealed record SecurIdSeed : TokenSeed
{
    /// <summary>Serial number, digits, interval, and whether the token adds a PIN to its code.</summary>
    public required SecurIdParameters Parameters { get; init; }

    /// <summary>What a person should know before these parameters are used.</summary>
    internal static List<string> WarningsFor(SecurIdParameters parameters)
    {
        var warnings = new List<string>();
        if (parameters.Digits == 8)
            warnings.Add("The token shows 8 digits: the console takes them, the AWS API and its tools take 6.");
        if (parameters.PinStyle == SecurIdPinStyle.Added)
            warnings.Add("The token asks for a PIN and adds it to its code; with the PIN 0000 it shows the bare code.");
        return warnings;
    }
}
