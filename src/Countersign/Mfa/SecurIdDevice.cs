using System.Text;
using Countersign.Otp;
using Countersign.Otp.SecurId;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>An RSA SecurID token. What is sealed is its seed of 16 bytes and, if its owner has set one, the PIN after it, in ASCII digits.</summary>
internal sealed class SecurIdDevice : CodeDevice
{
    /// <summary>The kind's name in the database.</summary>
    public const string Name = "securid";

    /// <summary>Wrong tries in a row after which the next tokencode is asked for too, as RSA's servers do.</summary>
    private const int TriesBeforeNextTokencode = 3;

    public override string Kind => Name;

    public override string Label => "RSA SecurID token";

    public override Afterlife Afterlife => Afterlife.Inventory;

    public override TimeSpan? ClockAhead(MfaDevice device) => device.DriftSteps * ParametersOf(device).Interval;

    public override int? Digits(MfaDevice device) => ParametersOf(device).Digits;

    public override bool AsksForNextCode(int wrongTries) => wrongTries >= TriesBeforeNextTokencode;

    public override PinStyle? Pin(MfaDevice device) => ParametersOf(device).PinStyle switch
    {
        SecurIdPinStyle.Added => PinStyle.Added,
        SecurIdPinStyle.Prepended => PinStyle.Prepended,
        _ => PinStyle.None,
    };

    public override async Task Return(MfaDevice device, Call call)
    {
        var secret = await call.Store.MfaDevices.Secret(device);
        await call.Store.MfaDevices.Reseal(device, Seed(secret).ToArray(), (ParametersOf(device) with { PinStyle = SecurIdPinStyle.None }).Write());
    }

    public override TimeSpan NextCodeWindow(MfaDevice device) => SecurIdCode.NextTokencodeSteps * ParametersOf(device).Interval;

    public override CodeVerdict Verify(MfaDevice device, ReadOnlySpan<byte> secret, Passcode code, DateTimeOffset now)
    {
        var parameters = ParametersOf(device);
        return SecurIdCode.Verify(Seed(secret), parameters, device.State, Tokencode(code, secret, parameters), now, DriftPolicy.Follows);
    }

    public override PairFit? FindConsecutive(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window)
    {
        var parameters = ParametersOf(device);
        var match = SecurIdCode.FindConsecutive(
            Seed(secret), parameters, Tokencode(first, secret, parameters), Tokencode(second, secret, parameters), now, window);
        return match is { } found ? new PairFit(found, device.Parameters) : null;
    }

    public override PairDiagnosis Diagnose(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window)
    {
        var parameters = ParametersOf(device);
        return SecurIdCode.Diagnose(
            Seed(secret), parameters, device.State, Tokencode(first, secret, parameters), Tokencode(second, secret, parameters), now, window);
    }

    /// <summary>What is sealed of a token with this PIN, or without one.</summary>
    public static (byte[] Secret, string Parameters) WithPin(MfaDevice device, ReadOnlySpan<byte> secret, SecurIdPin? pin, SecurIdPinStyle style) =>
        ([.. Seed(secret), .. pin?.ToAscii() ?? []], (ParametersOf(device) with { PinStyle = pin is null ? SecurIdPinStyle.None : style }).Write());

    private static ReadOnlySpan<byte> Seed(ReadOnlySpan<byte> secret) => secret[..SecurIdCode.SeedSize];

    private static OneTimeCode Tokencode(Passcode typed, ReadOnlySpan<byte> secret, SecurIdParameters parameters)
    {
        if (parameters.PinStyle == SecurIdPinStyle.None)
            return typed.Code;
        return SecurIdPin.TryParse(Encoding.ASCII.GetString(secret[SecurIdCode.SeedSize..]), out var pin)
            ? pin.TokencodeOf(typed, parameters)
            : throw new InvalidOperationException("A SecurID token has a PIN style, but no PIN is sealed beside its seed.");
    }

    private static SecurIdParameters ParametersOf(MfaDevice device) => SecurIdParameters.Parse(device.Parameters);
}
