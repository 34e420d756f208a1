using Countersign.Mfa;
using Countersign.Otp;

namespace Countersign.SignIn;

/// <summary>Proves once more, in a session, that its user is at the keyboard: the password, and a code if the user has a device.</summary>
/// <remarks>The session gets a new token; the old one is dead.</remarks>
public sealed class ProveAgain : IOperation<ProveAgain.Request, SignInAnswer>
{
    private readonly PasswordHasher _hasher;
    private readonly CodeJudge _judge;
    private bool _rightPassword;

    internal ProveAgain(PasswordHasher hasher, CodeJudge judge) => (_hasher, _judge) = (hasher, judge);

    /// <summary>The proof.</summary>
    /// <param name="Password">The user's password.</param>
    /// <param name="Code">What the device shows; left out by a user without a device.</param>
    /// <param name="SerialNumber">Which device; the one used last when left out.</param>
    /// <param name="NextCode">The code after it, which some kinds ask for after wrong ones.</param>
    public sealed record Request(
        Password Password, OneTimeCode? Code = null, SerialNumber? SerialNumber = null, OneTimeCode? NextCode = null) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:ProveAgain";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task<Attempt?> Attempts(Request request, Call call)
    {
        if (call.Caller is not UserCaller { User: var user })
            return null;
        List<string> subjects = [Attempt.OfPassword(user.UserName, call.Facts.CountedSource)];
        if (await call.Store.MfaDevices.Pick(user, request.SerialNumber) is { } device)
            subjects.AddRange([Attempt.OfUser(user.UserId), Attempt.OfDevice(device.DeviceId)]);
        return new Attempt(subjects, SignInErrors.TooManyCodes);
    }

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        if (call.Caller is UserCaller { User: var user })
        {
            _rightPassword = await _hasher.Verify(request.Password, (await call.Store.LoginProfiles.Find(user.UserId))?.PasswordHash)
                != PasswordVerdict.Wrong;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInRefused, InvalidAuthenticationCode.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.Console { Session: var session }, User: var user })
            throw SignInErrors.SessionEnded();
        if (!_rightPassword)
            throw SignInErrors.WrongPassword();

        var device = await call.Store.MfaDevices.Pick(user, request.SerialNumber);
        if (device is not null)
        {
            var outcome = request.Code is { } code ? await _judge.Spend(device, code, call, request.NextCode) : CodeOutcome.Wrong;
            if (outcome != CodeOutcome.Accepted)
                throw outcome == CodeOutcome.AlreadyUsed ? SignInErrors.CodeAlreadyUsed() : SignInErrors.WrongCode();
        }

        var token = UniqueId.OfCookie();
        var renewed = session with
        {
            SessionHash = SessionProof.HashOf(token),
            SeenAt = call.Now,
            PasswordAt = call.Now,
            MfaAt = device is null ? session.MfaAt : call.Now,
            MfaSerial = device?.SerialNumber ?? session.MfaSerial,
        };
        return await call.Store.ConsoleSessions.Renew(session, renewed)
            ? new SignInAnswer(SignInStep.Done, token, user.UserName)
            : throw SignInErrors.SessionEnded();
    }
}
