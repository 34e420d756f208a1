using Countersign.Storage;

namespace Countersign.Mfa.Passkeys;

/// <summary>A passkey or security key: it signs a challenge, for this console alone. What it signs with never leaves it.</summary>
internal sealed class PasskeyDevice : SecondFactor
{
    /// <summary>The kind's name in the database.</summary>
    public const string Name = "fido2";

    public override string Kind => Name;

    public override string Label => "Passkey or security key";

    public override Afterlife Afterlife => Afterlife.Gone;

    public override ProofForm Proof => ProofForm.Assertion;

    /// <summary>A device that is nobody's yet. Its serial number looks as in AWS, and ends in letters that tell keys of one name apart.</summary>
    public static MfaDevice New(User user, string name, DateTimeOffset now)
    {
        var deviceId = UniqueId.OfEntity("MFAD");
        return new MfaDevice
        {
            DeviceId = deviceId,
            AccountId = user.AccountId,
            SerialNumber = SerialNumber.Parse(Arn.OfPasskey(user.AccountId, user.UserName, $"{name}-{deviceId[4..]}")).Value,
            Name = name,
            Kind = Name,
            NextStep = 0,
            DriftSteps = 0,
            RecentOffsets = 0,
            CreatedAt = now,
        };
    }
}
