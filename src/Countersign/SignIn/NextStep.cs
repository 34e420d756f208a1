using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Where a sign-in stands after a step.</summary>
public enum SignInStep
{
    /// <summary>A code of one of the user's devices is asked for.</summary>
    SecondFactor,

    /// <summary>A new password must be chosen.</summary>
    NewPassword,

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

/// <summary>Moves a sign-in to its next step: second factor, new password, session. No session exists before the last one.</summary>
internal static class NextStep
{
    /// <summary>How long a sign-in may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static async Task<SignInAnswer> AfterPassword(User user, bool newPassword, Call call)
    {
        var hasDevice = await call.Store.MfaDevices.CountOf(user.UserId) > 0;
        if (!hasDevice && !newPassword)
            return await Start(user, call, call.Now, null, null);

        var token = UniqueId.OfCookie();
        var step = hasDevice ? SignInAttempt.SecondFactor : SignInAttempt.NewPassword;
        await call.Store.SignInAttempts.Add(new SignInAttempt
        {
            AttemptHash = SessionProof.HashOf(token),
            AccountId = user.AccountId,
            UserId = user.UserId,
            Step = step,
            PasswordAt = call.Now,
            ExpiresAt = call.Now + Lifetime,
        });
        return new SignInAnswer(hasDevice ? SignInStep.SecondFactor : SignInStep.NewPassword, token, user.UserName);
    }

    public static async Task<SignInAnswer> AfterFactor(PendingCaller pending, MfaDevice device, bool newPassword, Call call)
    {
        if (newPassword)
        {
            return await call.Store.SignInAttempts.Advance(pending.Attempt, SignInAttempt.NewPassword, call.Now, device.SerialNumber)
                ? new SignInAnswer(SignInStep.NewPassword, null, pending.User.UserName)
                : throw SignInErrors.Over();
        }

        return await call.Store.SignInAttempts.Finish(pending.Attempt)
            ? await Start(pending.User, call, pending.Attempt.PasswordAt, call.Now, device.SerialNumber)
            : throw SignInErrors.Over();
    }

    public static async Task<SignInAnswer> AfterNewPassword(PendingCaller pending, Call call) =>
        await call.Store.SignInAttempts.Finish(pending.Attempt)
            ? await Start(pending.User, call, call.Now, pending.Attempt.MfaAt, pending.Attempt.MfaSerial)
            : throw SignInErrors.Over();

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
