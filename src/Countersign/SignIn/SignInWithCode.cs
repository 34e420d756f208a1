using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The second step of signing in: a code of one of the user's devices.</summary>
public sealed class SignInWithCode : IOperation<SignInWithCode.Request, SignInAnswer>
{
    private readonly CodeJudge _judge;

    internal SignInWithCode(CodeJudge judge) => _judge = judge;

    /// <summary>The proof.</summary>
    /// <param name="Code">What the device shows, with the PIN where it has one.</param>
    /// <param name="SerialNumber">Which device; the one used last when left out.</param>
    /// <param name="NextCode">The code after it, which some kinds ask for after wrong ones.</param>
    public sealed record Request(Passcode Code, SerialNumber? SerialNumber = null, Passcode? NextCode = null) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:SignInWithCode";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call)
    {
        if (call.Caller is not PendingCaller { Facts: var facts })
            return Task.FromResult<Attempt?>(null);
        var user = Attempt.OfUser(facts.User.UserId);
        var device = MfaDevices.Pick(facts.Devices, request.SerialNumber);
        return Task.FromResult<Attempt?>(new Attempt(device is null ? [user] : [user, Attempt.OfDevice(device.DeviceId)], SignInErrors.TooManyCodes));
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidAuthenticationCode; SignInExpired when this step is not the one that is due.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller { Attempt.Step: SignInAttempt.SecondFactor } pending)
            throw SignInErrors.Over();
        var device = MfaDevices.Pick(pending.Facts.Devices, request.SerialNumber) ?? throw SignInErrors.WrongCode();

        var left = NextStep.LeaveFactor(pending, device.SerialNumber, call);    // travels with the code's spending
        var outcome = await _judge.Spend(device, request.Code, call, request.NextCode);
        if (outcome != CodeOutcome.Accepted)
            throw outcome == CodeOutcome.AlreadyUsed ? SignInErrors.CodeAlreadyUsed() : SignInErrors.WrongCode();
        return await NextStep.AfterFactor(left, call);
    }
}
