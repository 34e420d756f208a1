using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Proves once more, in a session, that its user is at the keyboard: the password, and a code or a passkey if the user has a device, or a recovery code instead.</summary>
/// <remarks>The session gets a new token; the old one is dead.</remarks>
public sealed class ProveAgain : IOperation<ProveAgain.Request, SignInAnswer>
{
    private readonly PasswordHasher _hasher;
    private readonly CodeJudge _judge;
    private readonly PasskeyJudge _passkeys;
    private readonly RecoveryJudge _recovery = new();
    private bool _rightPassword;

    internal ProveAgain(PasswordHasher hasher, CodeJudge judge, PasskeyJudge passkeys) =>
        (_hasher, _judge, _passkeys) = (hasher, judge, passkeys);

    /// <summary>The proof.</summary>
    /// <param name="Password">The user's password; null where the account takes a passkey for it, which then must verify its user.</param>
    /// <param name="Code">What the device shows; left out by a user without a device.</param>
    /// <param name="SerialNumber">Which device; the one used last when left out.</param>
    /// <param name="NextCode">The code after it, which some kinds ask for after wrong ones.</param>
    /// <param name="Assertion">A passkey's answer, instead of a code.</param>
    /// <param name="Challenge">What it answers to: from StartPasskeySignIn.</param>
    /// <param name="Recovery">A recovery code, or one from an administrator, in the place of a device.</param>
    public sealed record Request(
        Password? Password, Passcode? Code = null, SerialNumber? SerialNumber = null, Passcode? NextCode = null,
        PasskeyAssertion? Assertion = null, SealedChallenge? Challenge = null,
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
        List<string> subjects = request.Password is null ? [] : [Attempt.OfPassword(user.UserName, call.Facts.CountedSource)];
        if (request.Assertion is { } assertion)
        {
            var attempt = await PasskeyJudge.Attempts(assertion, user.UserId, call);
            return new Attempt([.. subjects, .. attempt?.Subjects ?? []], PasskeyErrors.TooMany);
        }

        if (request.Recovery is not null)
            subjects.Add(Attempt.OfUser(user.UserId));
        else if (await call.Store.MfaDevices.Pick(user, request.SerialNumber) is { } device)
            subjects.AddRange([Attempt.OfUser(user.UserId), Attempt.OfDevice(device.DeviceId)]);
        return new Attempt(subjects, SignInErrors.TooManyCodes);
    }

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        if (call.Caller is UserCaller { User: var user } && request.Password is { } password)
        {
            _rightPassword = await _hasher.Verify(password, (await call.Store.LoginProfiles.Find(user.UserId))?.PasswordHash)
                != PasswordVerdict.Wrong;
            if (request.Recovery is { } code)
                await _recovery.Prepare(user, code, call);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInRefused, InvalidAuthenticationCode, PasskeyRefused, PossiblyClonedKey.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.Console { Session: var session }, User: var user })
            throw SignInErrors.SessionEnded();
        var passkeyAlone = request is { Password: null, Assertion: not null, Challenge: not null }
            && (await call.Store.Accounts.MfaSettings(call.AccountId)).PasswordlessSignIn;
        if (!_rightPassword && !passkeyAlone)
            throw SignInErrors.WrongPassword();

        var serial = request is { Assertion: { } assertion, Challenge: { } challenge }
            ? (await _passkeys.Accept(assertion, challenge, CeremonyPurpose.ProveAgain, user.UserId, verifyUser: passkeyAlone, call)).SerialNumber
            : request.Recovery is { } recovery ? await _recovery.Spend(recovery, call)
            : await SpendCode(request, user, call);

        var token = UniqueId.OfCookie();
        var renewed = session with
        {
            SessionHash = SessionProof.HashOf(token),
            SeenAt = call.Now,
            PasswordAt = call.Now,
            MfaAt = serial is null ? session.MfaAt : call.Now,
            MfaSerial = serial ?? session.MfaSerial,
        };
        return await call.Store.ConsoleSessions.Renew(session, renewed)
            ? new SignInAnswer(SignInStep.Done, token, user.UserName)
            : throw SignInErrors.SessionEnded();
    }

    /// <returns>The device's serial number; null for a user who has none.</returns>
    private async Task<string?> SpendCode(Request request, User user, Call call)
    {
        if (await call.Store.MfaDevices.CountOf(user.UserId) == 0)
            return null;
        if (request.Code is not { } code || await call.Store.MfaDevices.Pick(user, request.SerialNumber) is not { } device)
            throw SignInErrors.WrongCode();
        return await _judge.Spend(device, code, call, request.NextCode) switch
        {
            CodeOutcome.Accepted => device.SerialNumber,
            CodeOutcome.AlreadyUsed => throw SignInErrors.CodeAlreadyUsed(),
            _ => throw SignInErrors.WrongCode(),
        };
    }
}
