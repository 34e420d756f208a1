using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>An authenticator app: TOTP with SHA-1, 6 digits, 30 seconds, because that is what every app honours.</summary>
internal sealed class VirtualDevice : SecondFactor
{
    /// <summary>160 bits, as RFC 4226 section 4 recommends: 32 Base32 characters.</summary>
    public const int SecretBytes = 20;

    public static OathParameters Parameters => OathParameters.Default;

    public override string Kind => "virtual";

    /// <summary>A device that is nobody's and has spent nothing.</summary>
    public static MfaDevice New(string accountId, string serial, string name, DateTimeOffset now) => new()
    {
        DeviceId = UniqueId.OfEntity("MFAD"),
        AccountId = accountId,
        SerialNumber = SerialNumber.Parse(serial).Value,
        Name = name,
        Kind = "virtual",
        NextStep = 0,
        DriftSteps = 0,
        RecentOffsets = 0,
        CreatedAt = now,
    };

    public override string Label => "Authenticator app";

    public override CodeVerdict Verify(ReadOnlySpan<byte> secret, OathState state, OneTimeCode code, DateTimeOffset now) =>
        Totp.Verify(secret, Parameters, state, code, now, DriftPolicy.Fixed);

    public override ConsecutiveMatch? FindConsecutive(
        ReadOnlySpan<byte> secret, OneTimeCode first, OneTimeCode second, DateTimeOffset now, TimeSpan window) =>
        Totp.FindConsecutive(secret, Parameters, first, second, now, window);

    public override PairDiagnosis Diagnose(
        ReadOnlySpan<byte> secret, OathState state, OneTimeCode first, OneTimeCode second, DateTimeOffset now, TimeSpan window) =>
        Totp.Diagnose(secret, Parameters, state, first, second, now, window);
}
