using Countersign.Storage;

namespace Countersign;

/// <summary>What a change of password or devices does to sessions that began before it.</summary>
internal static class Revocation
{
    /// <summary>Ends the user's console sessions and sign-ins under way, but for the one that calls, and temporary credentials.</summary>
    public static async Task EndOtherSessions(User user, Call call, byte[]? keep = null)
    {
        var own = keep ?? (call.Person?.UserId == user.UserId ? call.Browser : null);
        await call.Store.ConsoleSessions.RemoveOf(user.UserId, own);
        await call.Store.SignInAttempts.RemoveOf(user.UserId, own);
        await call.Store.Users.RevokeTemporaryCredentials(user.UserId, call.Now);
    }

    /// <summary>A browser in which its own user has just proven a new factor counts as MFA from now on.</summary>
    public static async Task MarkMfaGiven(User user, MfaDevice device, Call call)
    {
        if (call.Person?.UserId != user.UserId)
            return;
        switch (call.Caller)
        {
            case UserCaller { Credential: Credential.Console { Session: var session } }:
                await call.Store.ConsoleSessions.Renew(
                    session, session with { MfaAt = call.Now, MfaSerial = device.SerialNumber, SeenAt = call.Now });
                break;
            case PendingCaller { Attempt: var attempt }:
                call.Store.SignInAttempts.Advance(attempt, attempt with { MfaAt = call.Now, MfaSerial = device.SerialNumber });
                break;
        }
    }
}
