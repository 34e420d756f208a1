using Countersign.Storage;

namespace Countersign;

/// <summary>What a change of password or devices does to sessions that began before it.</summary>
internal static class Revocation
{
    /// <summary>Ends the user's console sessions, but for the one that calls, sign-ins under way, and temporary credentials.</summary>
    public static async Task EndOtherSessions(User user, Call call, byte[]? keep = null)
    {
        var own = keep ?? (call.Caller is UserCaller { Credential: Credential.Console console } caller && caller.User.UserId == user.UserId
            ? console.Session.SessionHash
            : null);
        await call.Store.ConsoleSessions.RemoveOf(user.UserId, own);
        await call.Store.SignInAttempts.RemoveOf(user.UserId);
        await call.Store.Users.RevokeTemporaryCredentials(user.UserId, call.Now);
    }

    /// <summary>A console session in which its own user has just proven a factor counts as MFA from now on.</summary>
    public static async Task MarkMfaGiven(User user, MfaDevice device, Call call)
    {
        if (call.Caller is UserCaller { Credential: Credential.Console console } caller && caller.User.UserId == user.UserId)
        {
            await call.Store.ConsoleSessions.Renew(
                console.Session, console.Session with { MfaAt = call.Now, MfaSerial = device.SerialNumber, SeenAt = call.Now });
        }
    }
}
