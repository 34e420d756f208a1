using Countersign.Storage;

namespace Countersign.Mfa.Passkeys;

/// <summary>The one rule by which a passkey is accepted: at sign-in, when proving again, and alone.</summary>
/// <remarks>
/// Refusals count against the device only. A signature cannot be guessed, so throttled codes never block a key, nor a key
/// the codes.
/// </remarks>
internal sealed partial class PasskeyJudge(PasskeyVerifier verifier, Measures measures, ILogger<PasskeyJudge> log)
{
    /// <summary>The passkey that an answer names, and the device that it is; null when there is none.</summary>
    public static async Task<(MfaDevice Device, Passkey Passkey)?> Find(PasskeyAssertion assertion, Call call) =>
        await call.Store.Passkeys.Find(assertion.CredentialId) is { } passkey
        && await call.Store.MfaDevices.FindById(passkey.DeviceId) is { UserId: not null } device
            ? (device, passkey)
            : null;

    /// <summary>What a refusal counts against; nothing for an unknown passkey, or another user's.</summary>
    /// <param name="assertion">The answer.</param>
    /// <param name="userId">Whose it must be; null: anybody's.</param>
    /// <param name="call">The call.</param>
    public static async Task<Attempt?> Attempts(PasskeyAssertion assertion, string? userId, Call call) =>
        await Find(assertion, call) is { } found && (userId is null || found.Device.UserId == userId)
            ? new Attempt([Attempt.OfDevice(found.Device.DeviceId)], PasskeyErrors.TooMany)
            : null;

    /// <summary>Accepts one answer, and spends the challenge.</summary>
    /// <param name="assertion">The browser's answer.</param>
    /// <param name="challenge">What it answers to.</param>
    /// <param name="purpose">What the challenge was asked for.</param>
    /// <param name="userId">Whose the passkey must be; null: whoever it says.</param>
    /// <param name="verifyUser">Whether PIN, finger or face is a must.</param>
    /// <param name="call">The call whose attempt has been spent.</param>
    /// <returns>The device.</returns>
    /// <exception cref="ApiError">PasskeyRefused; PossiblyClonedKey.</exception>
    public async Task<MfaDevice> Accept(
        PasskeyAssertion assertion, SealedChallenge challenge, CeremonyPurpose purpose, string? userId, bool verifyUser, Call call)
    {
        try
        {
            var device = await Judge(assertion, challenge, purpose, userId, verifyUser, call);
            measures.Code(PasskeyDevice.Name, "accepted");
            return device;
        }
        catch (ApiError)
        {
            measures.Code(PasskeyDevice.Name, "wrong");
            throw;
        }
    }

    private async Task<MfaDevice> Judge(
        PasskeyAssertion assertion, SealedChallenge challenge, CeremonyPurpose purpose, string? userId, bool verifyUser, Call call)
    {
        verifier.RequireWorkingAddress();
        var ceremony = Ceremony.Open(challenge, purpose, Ceremony.Subject(call), call);
        if (await Find(assertion, call) is not { } found)
            throw PasskeyErrors.Refused("passkey is not known");
        var (device, passkey) = found;
        call.About = device.SerialNumber;
        if (userId is not null && device.UserId != userId)
            throw PasskeyErrors.Refused("passkey is another user's");
        if (userId is null && assertion.UserHandle is null)
            throw PasskeyErrors.Refused("no user handle");    // WebAuthn Level 3, section 7.2, step 6: who is not known yet must be named

        var handle = await call.Store.Passkeys.HandleOf(device.UserId!) ?? [];
        try
        {
            var use = await verifier.Authenticate(assertion, ceremony, passkey, handle, verifyUser);
            if (!await call.Store.Passkeys.Used(device, use.SignCount, use.BackedUp, use.UserVerified, call.Now))
                throw PasskeyErrors.PossiblyCloned(passkey.SignCount, use.SignCount);
        }
        catch (ApiError refusal) when (refusal.Code == PasskeyErrors.PossiblyClonedKey)
        {
            PossiblyCloned(log, device.SerialNumber, refusal.AuditReason!);
            throw;
        }

        await ceremony.Spend(call);
        return device;
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "There may be a copy of the security key {SerialNumber}: {Reason}. It was refused")]
    private static partial void PossiblyCloned(ILogger log, string serialNumber, string reason);
}
