using System.Globalization;
using System.Security.Cryptography;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>RSA SecurID tokens of the 128-bit kind. A PIN, and the PIN style, are their owners' and not the file's.</summary>
internal sealed class SecurIdTokenKind : TokenKind
{
    public override string Kind => SecurIdDevice.Name;

    public override TokenState? Read(TokenSeed seed) =>
        seed is SecurIdSeed securId ? new TokenState((securId.Parameters with { PinStyle = SecurIdPinStyle.None }).Write(), 0, 0) : null;

    public override TokenSeed Write(MfaDevice device, ReadOnlyMemory<byte> secret) => new SecurIdSeed
    {
        SerialNumber = device.SerialNumber,
        Secret = secret.Length > SecurIdCode.SeedSize ? secret[..SecurIdCode.SeedSize] : secret,
        Parameters = SecurIdParameters.Parse(device.Parameters),
        Manufacturer = device.Manufacturer,
        Model = device.Model,
        UserName = device.IntendedFor,
        NotBefore = device.ValidFrom,
        NotAfter = device.ValidUntil,
    };

    public override bool Has(ReadOnlySpan<byte> stored, TokenSeed seed) =>
        CryptographicOperations.FixedTimeEquals(stored[..SecurIdCode.SeedSize], seed.Secret.Span);

    public override string Describe(MfaDevice device)
    {
        var parameters = SecurIdParameters.Parse(device.Parameters);
        return string.Create(CultureInfo.InvariantCulture, $"{parameters.Digits} digits every {parameters.Interval.TotalSeconds:0} s");
    }
}
