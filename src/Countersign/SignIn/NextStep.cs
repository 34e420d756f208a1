using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Where a sign-in stands after a step.</summary>
public enum SignInStep
{
    /// <summary>A code of one of the user's devices is asked for.</summary>
    SecondFactor,

    /// <summary>A new password must be chosen.</summary>
    NewPassword,

    /// <summary>The account demands MFA, and the user has none: a first device is assigned now.</summary>
    Enrolment,

    /// <summary>Signed in.</summary>
    Done,
}

/// <summary>The answer to a step of signing in.</summary>
/// <param name="Step">What comes next.</param>
/// <param name="Token">For the browser's cookie: of the attempt, or of the session when done. Null: the cookie stays.</param>
/// <param name="UserName">Who signs in.</param>
public sealed record SignInAnswer(SignInStep Step, string? Token, string UserName)
{
    /// <summary>Does not show the token.</summary>
    public override string ToString() => $"{UserName}: {Step}";
}

/// <summary>Moves a sign-in to its next step: second factor, new password, enrolment, session. No session exists before the last one.</summary>
internal static class NextStep
{
    /// <summary>How long a sign-in may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static async Task<SignInAnswer> AfterPassword(SignInFacts facts, Call call)
    {
        var (user, profile) = (facts.User, facts.Profile!);
        var step = facts.Devices.Count > 0 ? SignInAttempt.SecondFactor
            : facts.NeedsNewPassword(call.Now) ? SignInAttempt.NewPassword
            : facts.Settings.IsRequired(call.Now) ? SignInAttempt.Enrolment
            : null;
        if (step is null)
        {
            // The password may have been changed while it was hashed.
            return await call.Store.LoginProfiles.Hold(profile) ? await Start(user, call, call.Now, null, null) : throw SignInErrors.Refused();
        }

        var token = UniqueId.OfCookie();
        await call.Store.SignInAttempts.Add(
            new SignInAttempt
            {
                AttemptHash = SessionProof.HashOf(token),
                AccountId = user.AccountId,
                UserId = user.UserId,
                Step = step,
                PasswordAt = call.Now,
                ExpiresAt = call.Now + (step == SignInAttempt.Enrolment ? Mfa.Enrolments.Lifetime : Lifetime),
            },
            profile.PasswordHash);
        return new SignInAnswer(Of(step), token, user.UserName);
    }

    /// <summary>A sign-in that leaves the second factor behind: which it does only once.</summary>
    /// <param name="Pending">Where it stood.</param>
    /// <param name="Proven">Where it goes, and what was given.</param>
    /// <param name="Moved">Whether it did.</param>
    public sealed record Leaving(PendingCaller Pending, SignInAttempt Proven, Statements.Changed Moved);

    /// <summary>Moves the attempt on; it counts only in a transaction that commits.</summary>
    /// <param name="pending">At the second factor.</param>
    /// <param name="proof">What is given: the serial number of a device, or the name of another way in.</param>
    /// <param name="call">The call.</param>
    public static Leaving LeaveFactor(PendingCaller pending, string proof, Call call)
    {
        var proven = pending.Attempt with { MfaAt = call.Now, MfaSerial = proof };
        if (!pending.Facts.NeedsNewPassword(call.Now))
            return new Leaving(pending, proven, call.Store.SignInAttempts.Finish(pending.Attempt));
        proven = proven with { Step = SignInAttempt.NewPassword };
        return new Leaving(pending, proven, call.Store.SignInAttempts.Advance(pending.Attempt, proven));
    }

    /// <summary>What comes after the second factor.</summary>
    public static async Task<SignInAnswer> AfterFactor(Leaving left, Call call)
    {
        var (pending, proven, moved) = left;
        await call.Store.Send();
        if (moved.Rows != 1)
            throw SignInErrors.Over();
        return proven.Step == SignInAttempt.SecondFactor
            ? await Start(pending.User, call, proven.PasswordAt, proven.MfaAt, proven.MfaSerial)
            : new SignInAnswer(Of(proven.Step), null, pending.User.UserName);
    }

    /// <inheritdoc cref="LeaveFactor"/>
    public static Task<SignInAnswer> AfterFactor(PendingCaller pending, string proof, Call call) => AfterFactor(LeaveFactor(pending, proof, call), call);

    /// <summary>A passkey that has verified its user stands for the password and the second factor.</summary>
    public static async Task<SignInAnswer> AfterPasskey(User user, string serial, bool newPassword, Call call)
    {
        if (!newPassword)
            return await Start(user, call, call.Now, call.Now, serial);

        var token = UniqueId.OfCookie();
        await call.Store.SignInAttempts.Add(new SignInAttempt
        {
            AttemptHash = SessionProof.HashOf(token),
            AccountId = user.AccountId,
            UserId = user.UserId,
            Step = SignInAttempt.NewPassword,
            PasswordAt = call.Now,
            MfaAt = call.Now,
            MfaSerial = serial,
            ExpiresAt = call.Now + Lifetime,
        });
        return new SignInAnswer(SignInStep.NewPassword, token, user.UserName);
    }

    public static async Task<SignInAnswer> AfterNewPassword(PendingCaller pending, Call call)
    {
        var proven = pending.Attempt with { PasswordAt = call.Now };
        return proven.MfaAt is null && pending.Facts.Settings.IsRequired(call.Now)
            ? await Advance(pending, proven with { Step = SignInAttempt.Enrolment, ExpiresAt = call.Now + Mfa.Enrolments.Lifetime }, call)
            : await Finish(pending, proven, call);
    }

    public static Task<SignInAnswer> AfterEnrolment(PendingCaller pending, Call call) => Finish(pending, pending.Attempt, call);

    /// <summary>The step that an attempt waits at.</summary>
    public static SignInStep Of(string step) => step switch
    {
        SignInAttempt.SecondFactor => SignInStep.SecondFactor,
        SignInAttempt.NewPassword => SignInStep.NewPassword,
        _ => SignInStep.Enrolment,
    };

    private static async Task<SignInAnswer> Advance(PendingCaller pending, SignInAttempt next, Call call)
    {
        var moved = call.Store.SignInAttempts.Advance(pending.Attempt, next);
        await call.Store.Send();
        return moved.Rows == 1 ? new SignInAnswer(Of(next.Step), null, pending.User.UserName) : throw SignInErrors.Over();
    }

    private static async Task<SignInAnswer> Finish(PendingCaller pending, SignInAttempt proven, Call call)
    {
        var moved = call.Store.SignInAttempts.Finish(pending.Attempt);
        await call.Store.Send();
        return moved.Rows == 1 ? await Start(pending.User, call, proven.PasswordAt, proven.MfaAt, proven.MfaSerial) : throw SignInErrors.Over();
    }

    private static async Task<SignInAnswer> Start(User user, Call call, DateTimeOffset passwordAt, DateTimeOffset? mfaAt, string? mfaSerial)
    {
        var token = UniqueId.OfCookie();
        await call.Store.ConsoleSessions.Add(new ConsoleSession
        {
            SessionHash = SessionProof.HashOf(token),
            AccountId = user.AccountId,
            UserId = user.UserId,
            StartedAt = call.Now,
            SeenAt = call.Now,
            PasswordAt = passwordAt,
            MfaAt = mfaAt,
            MfaSerial = mfaSerial,
            SourceIp = call.Facts.SourceIp,
            UserAgent = call.Facts.UserAgent,
        });
        await call.Store.Users.PasswordUsed(user.UserId, call.Now);
        return new SignInAnswer(SignInStep.Done, token, user.UserName);
    }
}
