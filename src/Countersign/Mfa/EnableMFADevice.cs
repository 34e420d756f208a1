using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>Assigns an MFA device to a user, who proves to hold it with two codes in a row.</summary>
/// <remarks>
/// From then on sign-in asks for it. Both codes are spent: they do not also sign in. The user's other sessions end; the
/// console session that did it for its own user has proven the factor, and counts as MFA.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html"/>
public sealed class EnableMFADevice : IOperation<EnableMFADevice.Request, Nothing>
{
    private readonly CodeJudge _judge;
    private readonly MfaOptions _options;

    internal EnableMFADevice(CodeJudge judge, MfaOptions options) => (_judge, _options) = (judge, options);

    /// <summary>What is enabled for whom, and the proof.</summary>
    /// <param name="UserName">1 to 128 characters; the user who will have the device.</param>
    /// <param name="SerialNumber">A device that exists and is nobody's.</param>
    /// <param name="AuthenticationCode1">A code the device shows.</param>
    /// <param name="AuthenticationCode2">The one it shows next.</param>
    public sealed record Request(
        string UserName, SerialNumber SerialNumber, OneTimeCode AuthenticationCode1, OneTimeCode AuthenticationCode2) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:EnableMFADevice";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    public async Task<Attempt?> Attempts(Request request, Call call) =>
        await call.Store.Users.Find(call.AccountId, request.UserName) is { } user
            ? new Attempt([Attempt.OfUser(user.UserId)], IamErrors.TooManyCodes)
            : null;

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// NoSuchEntity, EntityAlreadyExists, LimitExceeded; InvalidAuthenticationCode when the codes are wrong, out of
    /// order, or from too far off.
    /// </exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        if (device is null || !Enrolments.MayUse(device, call))
            throw IamErrors.NoSuchDevice(request.SerialNumber.Value);
        if (device.UserId is not null)
            throw IamErrors.DeviceInUse();
        if (device.Status != MfaDevice.Available || !CodeJudge.IsValid(device, call.Now))
            throw MfaErrors.NotToBeUsed(device);

        await call.Store.Users.Lock(user.UserId);
        if (await call.Store.MfaDevices.CountOf(user.UserId) >= _options.DevicesPerUser)
            throw IamErrors.QuotaExceeded("MFADevicesPerUser", _options.DevicesPerUser);

        var fit = await _judge.FindPair(device, request.AuthenticationCode1, request.AuthenticationCode2, call);
        if (device.State.Resync(fit.Match, ResyncBy.Owner) is not { } state)
            throw IamErrors.CodesAlreadyUsed();
        // One statement decides who was first: WHERE user_id IS NULL AND next_step <= step; no row, no device.
        if (!await call.Store.MfaDevices.Assign(device, user.UserId, state, fit.Parameters, call.Now))
            throw IamErrors.DeviceInUse();

        await Revocation.EndOtherSessions(user, call);
        await Revocation.MarkMfaGiven(user, device, call);
        await call.Store.Accounts.BumpRevision(call.AccountId);    // countersign:MFAEnrolled has changed
        return Nothing.Value;
    }

    /// <summary>The need of adding a device, for every page of the wizard and for every kind.</summary>
    internal static async Task<Need> NeedFor(string userName, Call call)
    {
        var need = AtEnrolment(await Needed.OfUser(Action, userName, call), userName, call);
        var user = await call.Store.Users.Find(call.AccountId, userName);
        // The first device may be added by whoever has signed in; a further one asks for the proof of the first again.
        return need with { FreshProof = user is not null && await call.Store.MfaDevices.CountOf(user.UserId) > 0 };
    }

    /// <summary>Where the account demands MFA at sign-in, its users may add their first device themselves, unless a policy denies it.</summary>
    internal static Need AtEnrolment(Need need, string userName, Call call)
    {
        var own = call.Caller is PendingCaller { Attempt: { Step: SignInAttempt.Enrolment, MfaAt: null }, User: var user }
            && user.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase);
        return own ? need with { AtEnrolment = true, UnlessDenied = true } : need;
    }
}
