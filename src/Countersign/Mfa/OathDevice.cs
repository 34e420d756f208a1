using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>A device that counts time (RFC 6238) or presses (RFC 4226).</summary>
internal abstract class OathDevice : CodeDevice
{
    /// <summary>What a device without parameters of its own does.</summary>
    private static readonly OathTokenParameters Usual = OathTokenParameters.Of(OathKind.Totp, OathParameters.Default);

    /// <summary>Whether what it shows at sign-in moves the drift.</summary>
    protected abstract DriftPolicy Drift { get; }

    public override TimeSpan? ClockAhead(MfaDevice device) =>
        ParametersOf(device) is { Kind: OathKind.Totp, Known.Period: var period } ? device.DriftSteps * period : null;

    public override int? Digits(MfaDevice device) => ParametersOf(device).Digits;

    public override CodeVerdict Verify(MfaDevice device, ReadOnlySpan<byte> secret, Passcode code, DateTimeOffset now)
    {
        var parameters = ParametersOf(device);
        // A device that is somebody's has been proven by two codes, which settled what the maker's file left open.
        var known = parameters.Known ?? throw new InvalidOperationException($"{device.DeviceId} is assigned, but its parameters are open.");
        return parameters.Kind == OathKind.Hotp
            ? Hotp.Verify(secret, known, device.State, code.Code)
            : Totp.Verify(secret, known, device.State, code.Code, now, Drift);
    }

    public override PairFit? FindConsecutive(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window)
    {
        var parameters = ParametersOf(device);
        PairFit? fit = null;
        foreach (var candidate in parameters.Candidates(first.Digits))
        {
            var match = parameters.Kind == OathKind.Hotp
                ? Hotp.FindConsecutive(secret, candidate, first.Code, second.Code, device.NextStep)
                : Totp.FindConsecutive(secret, candidate, first.Code, second.Code, now, window);
            if (match is { } found)
                fit ??= new PairFit(found, OathTokenParameters.Of(parameters.Kind, candidate).Write());
        }

        return fit;
    }

    public override PairDiagnosis Diagnose(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window)
    {
        var parameters = ParametersOf(device);
        var likeliest = parameters.Known ?? parameters.Candidates(parameters.Digits ?? OneTimeCode.MinDigits)[0];
        return parameters.Kind == OathKind.Hotp
            ? Hotp.Diagnose(secret, likeliest, device.State, first.Code, second.Code)
            : Totp.Diagnose(secret, likeliest, device.State, first.Code, second.Code, now, window);
    }

    private static OathTokenParameters ParametersOf(MfaDevice device) =>
        device.Parameters.Length == 0 ? Usual : OathTokenParameters.Parse(device.Parameters);
}
