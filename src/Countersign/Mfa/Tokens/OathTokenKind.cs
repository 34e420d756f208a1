using System.Globalization;
using Countersign.Otp;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>Tokens that count time or presses: SafeNet, Feitian, Token2, Yubico and their like.</summary>
internal sealed class OathTokenKind : TokenKind
{
    public override string Kind => HardwareToken.Name;

    public override TokenState? Read(TokenSeed seed) =>
        seed is OathSeed oath ? new TokenState(oath.Parameters.Write(), oath.Counter, oath.DriftSteps) : null;

    public override TokenSeed Write(MfaDevice device, ReadOnlyMemory<byte> secret)
    {
        var parameters = OathTokenParameters.Parse(device.Parameters);
        return new OathSeed
        {
            SerialNumber = device.SerialNumber,
            Secret = secret,
            Parameters = parameters,
            Counter = parameters.Kind == OathKind.Hotp ? device.NextStep : 0,
            DriftSteps = device.DriftSteps,
            Manufacturer = device.Manufacturer,
            Model = device.Model,
            UserName = device.IntendedFor,
            NotBefore = device.ValidFrom,
            NotAfter = device.ValidUntil,
        };
    }

    public override string Describe(MfaDevice device)
    {
        var parameters = OathTokenParameters.Parse(device.Parameters);
        var digits = parameters.Digits is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} digits") : "6 to 8 digits";
        var hash = parameters.Hash switch
        {
            OathHash.Sha1 => ", SHA-1",
            OathHash.Sha256 => ", SHA-256",
            OathHash.Sha512 => ", SHA-512",
            _ => "",
        };
        var rhythm = parameters switch
        {
            { Kind: OathKind.Hotp } => "at each press",
            { Period: { } period } => string.Create(CultureInfo.InvariantCulture, $"every {period.TotalSeconds:0} s"),
            _ => "by time",
        };
        return $"{digits} {rhythm}{hash}";
    }
}
