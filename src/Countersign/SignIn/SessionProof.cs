using System.Security.Cryptography;
using System.Text;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The cookie of a browser that has signed in.</summary>
internal sealed record SessionProof(string Token, SignInOptions Options, LastUsed LastUsed) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        if (await store.ConsoleSessions.Open(HashOf(Token)) is not var (session, user)
            || now - session.StartedAt >= Options.SessionLifetime || now - session.SeenAt >= Options.IdleLifetime)
        {
            throw SignInErrors.SessionEnded();
        }

        // Where MFA has become required, who signed in without it is led through enrolment: whatever session is open.
        if (session.MfaAt is null && session.MfaRequiredFrom <= now)
            throw SignInErrors.SessionEnded();

        LastUsed.OfSession(session, now);
        return new UserCaller(user, new Credential.Console(session));
    }

    /// <summary>What the database knows of a token: a stolen database opens no session.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public override string ToString() => "session";
}
