using Countersign.Storage;

namespace Countersign.Mfa.Passkeys;

/// <summary>Assigns a new passkey or security key to a user, whose browser has just made it.</summary>
/// <remarks>
/// From then on sign-in asks for it. The user's other sessions end; the browser that did it for its own user has proven
/// the factor, and counts as MFA.
/// </remarks>
public sealed class RegisterPasskey : IOperation<RegisterPasskey.Request, RegisterPasskey.Response>
{
    private readonly PasskeyVerifier _verifier;
    private readonly MfaOptions _options;

    internal RegisterPasskey(PasskeyVerifier verifier, MfaOptions options) => (_verifier, _options) = (verifier, options);

    /// <summary>What the browser answered, for whom.</summary>
    /// <param name="UserName">Who will have the passkey.</param>
    /// <param name="DeviceName">1 to 128 letters, digits and <c>+=,.@_-</c>.</param>
    /// <param name="Registration">The answer.</param>
    /// <param name="Challenge">From StartPasskeyRegistration.</param>
    public sealed record Request(
        string UserName, string DeviceName, PasskeyRegistration Registration, SealedChallenge Challenge) : IRequest<Response>;

    /// <summary>The device.</summary>
    /// <param name="SerialNumber">In the form of AWS: <c>arn:aws:iam::ACCOUNT:u2f/user/NAME/…</c>.</param>
    public sealed record Response(SerialNumber SerialNumber);

    /// <inheritdoc/>
    public static string Action => "countersign:RegisterPasskey";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await EnableMFADevice.NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// NoSuchEntity, EntityAlreadyExists, LimitExceeded, ValidationError; PasskeyRefused, with the reason in the audit log;
    /// PasskeyNotAllowed by the account's settings.
    /// </exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        _verifier.RequireWorkingAddress();
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var ceremony = Ceremony.Open(request.Challenge, CeremonyPurpose.Register, Ceremony.Subject(call, user.UserId), call);
        await call.Store.Users.Lock(user.UserId);
        await CheckRoom(user, request.DeviceName, _options, call);

        var rules = PasskeyRules.Of(await call.Store.Accounts.MfaSettings(call.AccountId));
        var passkey = await _verifier.Register(request.Registration, ceremony, user.UserName, rules);
        if (!await call.Store.Passkeys.GiveHandle(user, ceremony.UserHandle))
            throw PasskeyErrors.Over();    // two first passkeys at once: the other one has named the user

        var device = PasskeyDevice.New(user, request.DeviceName, call.Now);
        await call.Store.MfaDevices.Add(device, null);
        if (!await call.Store.Passkeys.Add(passkey with { DeviceId = device.DeviceId, AccountId = user.AccountId }, user.UserId, call.Now))
            throw PasskeyErrors.RegisteredAlready();
        await ceremony.Spend(call);
        call.About = device.SerialNumber;

        await Revocation.EndOtherSessions(user, call);
        await Revocation.MarkMfaGiven(user, device, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // countersign:MFAEnrolled has changed
        return new Response(SerialNumber.Stored(device.SerialNumber));
    }

    /// <summary>Whether a user may have one more device, under this name.</summary>
    /// <exception cref="ApiError">ValidationError, EntityAlreadyExists, LimitExceeded.</exception>
    internal static async Task CheckRoom(User user, string deviceName, MfaOptions options, Call call)
    {
        if (!DeviceName.IsGood(deviceName))
            throw MfaErrors.BadName();
        var devices = await call.Store.MfaDevices.Of(user.UserId);
        if (devices.Any(device => device.Name == deviceName))
            throw MfaErrors.NameTaken(deviceName);
        if (devices.Count >= options.DevicesPerUser)
            throw IamErrors.QuotaExceeded("MFADevicesPerUser", options.DevicesPerUser);
    }
}
