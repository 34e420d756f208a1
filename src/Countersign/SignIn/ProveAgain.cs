using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Proves once more, in a session, that its user is at the keyboard: the password, and a code if the user has a device, or a recovery code instead.</summary>
/// <remarks>The session gets a new token; the old one is dead.</remarks>
public sealed class ProveAgain : IOperation<ProveAgain.Request, SignInAnswer>
{
    private readonly PasswordHasher _hasher;
    private readonly CodeJudge _judge;
    private readonly RecoveryJudge _recovery = new();
    private bool _rightPassword;

    internal ProveAgain(PasswordHasher hasher, CodeJudge judge) => (_hasher, _judge) = (hasher, judge);

    /// <summary>The proof.</summary>
    /// <param name="Password">The user's password.</param>
    /// <param name="Code">What the device shows; left out by a user without a device.</param>
    /// <param name="SerialNumber">Which device; the one used last when left out.</param>
    /// <param name="NextCode">The code after it, which some kinds ask for after wrong ones.</param>
    /// <param name="Recovery">A recovery code, or one from an administrator, in the place of a device.</param>
    public sealed record Request(
        Password Password, Passcode? Code = null, SerialNumber? SerialNumber = null, Passcode? NextCode = null,
        RecoveryCode? Recovery = null) : IRequest<SignInAnswer>;

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
        if (request.Recovery is not null)
            subjects.Add(Attempt.OfUser(user.UserId));
        else if (await call.Store.MfaDevices.Pick(user, request.SerialNumber) is { } device)
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
            if (request.Recovery is { } code)
                await _recovery.Prepare(user, code, call);
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

        var proof = await Factor(request, user, call);
        var token = UniqueId.OfCookie();
        var renewed = session with
        {
            SessionHash = SessionProof.HashOf(token),
            SeenAt = call.Now,
            PasswordAt = call.Now,
            MfaAt = proof is null ? session.MfaAt : call.Now,
            MfaSerial = proof ?? session.MfaSerial,
        };
        return await call.Store.ConsoleSessions.Renew(session, renewed)
            ? new SignInAnswer(SignInStep.Done, token, user.UserName)
            : throw SignInErrors.SessionEnded();
    }

    /// <summary>Judges the second factor.</summary>
    /// <returns>What was given: a device's serial number, or the name of another way in; null when the user has no device.</returns>
    private async Task<string?> Factor(Request request, User user, Call call)
    {
        if (request.Recovery is { } recovery)
        {
            await _recovery.Spend(call);
            return recovery.Proof;
        }

        if (await call.Store.MfaDevices.Pick(user, request.SerialNumber) is not { } device)
            return request.SerialNumber is null ? null : throw SignInErrors.WrongCode();
        var outcome = request.Code is { } code ? await _judge.Spend(device, code, call, request.NextCode) : CodeOutcome.Wrong;
        return outcome switch
        {
            CodeOutcome.Accepted => device.SerialNumber,
            CodeOutcome.AlreadyUsed => throw SignInErrors.CodeAlreadyUsed(),
            _ => throw SignInErrors.WrongCode(),
        };
    }
}
