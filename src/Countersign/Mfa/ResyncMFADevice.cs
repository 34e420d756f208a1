using Countersign.Otp;

namespace Countersign.Mfa;

/// <summary>Learns anew how far a device's clock is off, from two codes in a row.</summary>
/// <remarks>
/// A user's own resync never makes old codes good again. An administrator's may, for a device whose clock was fast and
/// has been set right; and it enables a device that too many wrong codes had disabled.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html"/>
public sealed class ResyncMFADevice : IOperation<ResyncMFADevice.Request, Nothing>
{
    private readonly CodeJudge _judge;

    internal ResyncMFADevice(CodeJudge judge) => _judge = judge;

    /// <summary>Which device, and the proof.</summary>
    /// <param name="UserName">Whose device it is.</param>
    /// <param name="SerialNumber">The device.</param>
    /// <param name="AuthenticationCode1">A code the device shows.</param>
    /// <param name="AuthenticationCode2">The one it shows next.</param>
    public sealed record Request(
        string UserName, SerialNumber SerialNumber, OneTimeCode AuthenticationCode1, OneTimeCode AuthenticationCode2) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:ResyncMFADevice";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [await Needed.OfUser(Action, request.UserName, call) with { FreshProof = true }];

    /// <inheritdoc/>
    public async Task<Attempt?> Attempts(Request request, Call call)
    {
        if (await call.Store.Users.Find(call.AccountId, request.UserName) is not { } user)
            return null;
        if (ByOther(user.UserId, call))
            return new Attempt([Attempt.OfUser($"{user.UserId}/resync-by-administrator")], IamErrors.TooManyCodes);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value);
        return new Attempt(
            device?.UserId == user.UserId && SecondFactor.Of(device) is CodeDevice ? [Attempt.OfUser(user.UserId), Attempt.OfDevice(device.DeviceId)] : [Attempt.OfUser(user.UserId)],
            IamErrors.TooManyCodes);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; InvalidAuthenticationCode when the codes are wrong, out of order, or from too far off.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        var device = await call.Store.MfaDevices.Find(call.AccountId, request.SerialNumber.Value)
            ?? throw IamErrors.NoSuchDevice(request.SerialNumber.Value);
        if (device.UserId != user.UserId)
            throw IamErrors.NotThisUsersDevice();

        var (match, _) = await _judge.FindPair(device, request.AuthenticationCode1, request.AuthenticationCode2, call);
        if (ByOther(user.UserId, call))
        {
            await call.Store.MfaDevices.Reset(device, device.State.Resync(match, ResyncBy.Administrator)!.Value, call.Now);
            await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfUser(user.UserId));
            await call.Store.AttemptCounters.Clear(call.AccountId, Attempt.OfDevice(device.DeviceId));
            return Nothing.Value;
        }

        return device.State.Resync(match, ResyncBy.Owner) is { } state && await call.Store.MfaDevices.Spend(device, state, call.Now)
            ? Nothing.Value
            : throw IamErrors.CodesAlreadyUsed();
    }

    private static bool ByOther(string userId, Call call) => call.Caller is not UserCaller { User.UserId: var caller } || caller != userId;
}
