using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>The code of the caller's device that comes along with a call to STS.</summary>
internal static class CallersDevice
{
    /// <remarks>Counted against the caller, and against the device only if it is the caller's: nobody can lock another's.</remarks>
    public static async Task<Attempt?> Attempts(string? serialNumber, OneTimeCode? code, Call call)
    {
        if (code is null || call.Caller is not UserCaller { User: var user })
            return null;
        var device = await Find(serialNumber, call);
        return new Attempt(
            device is null ? [Attempt.OfUser(user.UserId)] : [Attempt.OfUser(user.UserId), Attempt.OfDevice(device.DeviceId)],
            StsErrors.TooManyCodes);
    }

    /// <summary>Spends the code, if there is one.</summary>
    /// <returns>Whether the second factor was given.</returns>
    /// <exception cref="ApiError">AccessDenied: wrong or used code, unknown device, one of the two missing.</exception>
    public static async Task<bool> Judge(string? serialNumber, OneTimeCode? code, CodeJudge judge, Call call)
    {
        if (serialNumber is null != code is null)
            throw StsErrors.BothOrNone();
        if (code is not { } given)
            return false;
        var device = await Find(serialNumber, call) ?? throw StsErrors.UnknownDevice();
        var outcome = await judge.Spend(device, given, call);
        if (outcome != CodeOutcome.Accepted)
            throw outcome == CodeOutcome.AlreadyUsed ? StsErrors.CodeAlreadyUsed() : StsErrors.WrongCode();
        return true;
    }

    private static async Task<MfaDevice?> Find(string? serialNumber, Call call) =>
        serialNumber is not null
        && call.Caller is UserCaller { User: var user }
        && await call.Store.MfaDevices.Find(call.AccountId, serialNumber) is { } device
        && device.UserId == user.UserId
        && SecondFactor.Of(device) is CodeDevice    // a passkey has none, and its number is as good as unknown here, as in AWS
            ? device
            : null;
}
