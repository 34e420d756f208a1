using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>An authenticator app. Those made here have SHA-1, 6 digits, 30 seconds, because that is what every app honours; one that a user brought along may differ.</summary>
internal sealed class VirtualDevice : OathDevice
{
    /// <summary>160 bits, as RFC 4226 section 4 recommends: 32 Base32 characters.</summary>
    public const int SecretBytes = 20;

    /// <summary>The kind's name in the database.</summary>
    public const string Name = "virtual";

    public static OathParameters Parameters => OathParameters.Default;

    public override string Kind => Name;

    public override string Label => "Authenticator app";

    public override Afterlife Afterlife => Afterlife.Kept;

    /// <summary>Phones keep time by the network.</summary>
    protected override DriftPolicy Drift => DriftPolicy.Fixed;

    /// <summary>A device that is nobody's and has spent nothing.</summary>
    public static MfaDevice New(string accountId, string serial, string name, DateTimeOffset now) => new()
    {
        DeviceId = UniqueId.OfEntity("MFAD"),
        AccountId = accountId,
        SerialNumber = SerialNumber.Parse(serial).Value,
        Name = name,
        Kind = Name,
        NextStep = 0,
        DriftSteps = 0,
        RecentOffsets = 0,
        CreatedAt = now,
    };
}
