using Countersign.Mfa;

namespace Countersign.Identity;

/// <summary>Everything on a user's <i>Security credentials</i> page.</summary>
public sealed class GetUserCredentials : IOperation<GetUserCredentials.Request, GetUserCredentials.Response>
{
    private readonly MfaOptions _options;

    internal GetUserCredentials(MfaOptions options) => _options = options;

    /// <summary>Whose.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    public sealed record Request(string? UserName = null) : IRequest<Response>;

    /// <summary>The credentials.</summary>
    /// <param name="UserName">Name, in its case.</param>
    /// <param name="Arn">ARN.</param>
    /// <param name="CreateDate">When the user was created.</param>
    /// <param name="PasswordLastUsed">Last sign-in; null when never.</param>
    /// <param name="PasswordChanged">When the console password was set; null when there is none.</param>
    /// <param name="PasswordResetRequired">Whether a new one must be chosen at the next sign-in.</param>
    /// <param name="PasswordExpires">When it runs out by the account's policy; null when never.</param>
    /// <param name="Devices">MFA devices, the last used first.</param>
    /// <param name="DeviceLimit">How many one may have.</param>
    /// <param name="AccessKeys">Access keys.</param>
    /// <param name="AccessKeyLimit">How many one may have.</param>
    /// <param name="AttachedPolicies">Names of attached managed policies.</param>
    /// <param name="IsSelf">Whether it is the caller's own page.</param>
    /// <param name="Recovery">Codes that let the user in without a device.</param>
    /// <param name="IsLastDeviceOfLastAdministrator">Whether with the one device of this administrator no administrator would have any.</param>
    /// <param name="IsMfaRequired">Whether sign-in lets nobody through without MFA.</param>
    public sealed record Response(
        string UserName, string Arn, DateTimeOffset CreateDate, DateTimeOffset? PasswordLastUsed,
        DateTimeOffset? PasswordChanged, bool PasswordResetRequired, DateTimeOffset? PasswordExpires,
        IReadOnlyList<Device> Devices, int DeviceLimit, IReadOnlyList<Key> AccessKeys, int AccessKeyLimit,
        IReadOnlyList<string> AttachedPolicies, bool IsSelf, RecoveryCodes Recovery, bool IsLastDeviceOfLastAdministrator, bool IsMfaRequired);

    /// <summary>Codes that let a user in without a device.</summary>
    /// <param name="Left">How many of the user's own are left; null when the user has made none.</param>
    /// <param name="MadeAt">When they were made.</param>
    /// <param name="LastUsed">When one of them was used last; null when none was.</param>
    /// <param name="BypassUntil">Until when a code from an administrator is good; null when there is none.</param>
    public sealed record RecoveryCodes(int? Left, DateTimeOffset? MadeAt, DateTimeOffset? LastUsed, DateTimeOffset? BypassUntil);

    /// <summary>An MFA device.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="SerialNumber">ARN, or the number on a token.</param>
    /// <param name="Kind">As pages name it: <c>Authenticator app</c>.</param>
    /// <param name="Proof">What it gives: codes can be resynchronised.</param>
    /// <param name="Afterlife">What becomes of it when it is removed.</param>
    /// <param name="IsForApi">Whether <c>sts:GetSessionToken</c> can take its codes: six digits, and a serial number of 9 characters or more.</param>
    /// <param name="EnableDate">Since when it is the user's.</param>
    /// <param name="LastUsed">When a code of it was accepted last; null when never.</param>
    /// <param name="ClockAhead">How far its clock was ahead at enrolment, resync or (tokens) last use; negative when slow; null when it counts no time.</param>
    /// <param name="IsDisabled">True after 100 wrong codes in a row.</param>
    /// <param name="Pin">What its PIN does to the code; null for a kind that knows no PIN.</param>
    public sealed record Device(
        string Name, SerialNumber SerialNumber, string Kind, ProofForm Proof, Afterlife Afterlife, bool IsForApi, DateTimeOffset EnableDate,
        DateTimeOffset? LastUsed, TimeSpan? ClockAhead, bool IsDisabled, PinStyle? Pin)
    {
        /// <summary>What is known of a passkey; null for other kinds.</summary>
        public PasskeyFacts? Passkey { get; init; }
    }

    /// <summary>What a passkey has told of itself.</summary>
    /// <param name="Model">Its AAGUID, for the account's list of models; zeros when it does not say.</param>
    /// <param name="IsSynchronised">Whether other devices of its owner have it too.</param>
    /// <param name="HasVerifiedUser">Whether it has ever asked its user for finger, face or PIN.</param>
    public sealed record PasskeyFacts(string Model, bool IsSynchronised, bool HasVerifiedUser);

    /// <summary>An access key.</summary>
    /// <param name="AccessKeyId">Its id.</param>
    /// <param name="IsActive">Whether it works.</param>
    /// <param name="CreateDate">When created.</param>
    /// <param name="LastUsed">When used last; null when never.</param>
    /// <param name="LastUsedService">For what service.</param>
    /// <param name="LastUsedRegion">In what region.</param>
    public sealed record Key(
        string AccessKeyId, bool IsActive, DateTimeOffset CreateDate, DateTimeOffset? LastUsed, string? LastUsedService, string? LastUsedRegion);

    /// <inheritdoc/>
    public static string Action => "countersign:GetUserCredentials";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var user = request.UserName is null
            ? call.Self
            : await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var profile = await call.Store.LoginProfiles.Find(user.UserId);
        var rules = await PasswordRules.Of(call.AccountId, call.Store);

        var passkeys = (await call.Store.Passkeys.Of(user.UserId)).ToDictionary(
            passkey => passkey.DeviceId, passkey => new PasskeyFacts(passkey.Aaguid, passkey.BackedUp, passkey.UserVerified), StringComparer.Ordinal);
        var devices = new List<Device>();
        foreach (var device in await call.Store.MfaDevices.Of(user.UserId))
        {
            var counter = await call.Store.AttemptCounters.Find(call.AccountId, Attempt.OfDevice(device.DeviceId));
            var (kind, serial) = (SecondFactor.Of(device), SerialNumber.Stored(device.SerialNumber));
            devices.Add(new Device(
                device.Name, serial, kind.Label, kind.Proof, kind.Afterlife, kind.Digits(device) == 6 && serial.IsForApi && kind.Pin(device) is not PinStyle.Prepended, device.EnabledAt!.Value,
                device.LastUsedAt, kind.ClockAhead(device), counter?.Failures >= Attempt.LockedAt, kind.Pin(device))
            {
                Passkey = passkeys.GetValueOrDefault(device.DeviceId),
            });
        }

        var keys = await call.Store.AccessKeys.Page(user.UserId, "", int.MaxValue);
        var administrator = Arn.OfBuiltInPolicy(ManagedPolicies.Administrator);
        var attached = await call.Store.PolicyAttachments.Of(user.UserId);
        return new Response(
            user.UserName, user.Arn, user.CreatedAt, user.PasswordLastUsed,
            profile?.ChangedAt, profile?.ResetRequired ?? false, profile is null ? null : rules.ExpiryOf(profile),
            devices, _options.DevicesPerUser,
            keys.Select(key => new Key(key.AccessKeyId, key.IsActive, key.CreatedAt, key.LastUsedAt, key.LastUsedService, key.LastUsedRegion)).ToList(),
            AccessKeyLimit: 2,
            attached.Select(arn => arn[(arn.LastIndexOf('/') + 1)..]).ToList(),
            call.Caller is UserCaller caller && caller.User.UserId == user.UserId,
            new RecoveryCodes(
                await call.Store.RecoveryCodes.Left(user.UserId), await call.Store.RecoveryCodes.MadeAt(user.UserId),
                await call.Store.RecoveryCodes.LastUsedAt(user.UserId), await call.Store.RecoveryCodes.BypassUntil(user.UserId, call.Now)),
            devices.Count == 1 && await call.Store.PolicyAttachments.Reaches(user, administrator)
                && !await call.Store.PolicyAttachments.AnyOtherWithDevice(user, administrator),
            (await call.Store.Accounts.MfaSettings(call.AccountId)).IsRequired(call.Now));
    }
}
