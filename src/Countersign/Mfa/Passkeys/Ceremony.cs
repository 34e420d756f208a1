using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Countersign.Mfa.Passkeys;

/// <summary>What a challenge is asked for: an answer to one is no answer to another.</summary>
internal enum CeremonyPurpose
{
    /// <summary>A new passkey for a user, in a console session.</summary>
    Register,

    /// <summary>The second step of a sign-in.</summary>
    SignIn,

    /// <summary>Once more in a session, before credentials are changed.</summary>
    ProveAgain,

    /// <summary>Instead of name and password.</summary>
    Passwordless,
}

/// <summary>A challenge on its way to the browser and back. Asking for one writes nothing; a success spends it.</summary>
/// <remarks>
/// Sealed with its purpose and with whom it is for as associated data: in another session, for another user, or for
/// another purpose it does not open. Five minutes, 32 random bytes (WebAuthn Level 3, section 13.4.3 asks for 16).
/// </remarks>
internal sealed class Ceremony
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int ChallengeBytes = 32;
    private const int MomentBytes = 8;

    private readonly DateTimeOffset _expiresAt;

    /// <summary>A challenge that is known; <see cref="Begin"/> makes up a new one.</summary>
    public Ceremony(byte[] challenge, DateTimeOffset expiresAt, byte[] userHandle) =>
        (Challenge, _expiresAt, UserHandle) = (challenge, expiresAt, userHandle);

    /// <summary>What the authenticator signs.</summary>
    public byte[] Challenge { get; }

    /// <summary>The handle of the user whom a passkey is made for; empty in the other ceremonies.</summary>
    public byte[] UserHandle { get; }

    /// <summary>A new challenge.</summary>
    public static Ceremony Begin(DateTimeOffset now, byte[]? userHandle = null) =>
        new(RandomNumberGenerator.GetBytes(ChallengeBytes), now + Lifetime, userHandle ?? []);

    /// <summary>For the page.</summary>
    /// <param name="purpose">What it is asked for.</param>
    /// <param name="subject">Whom it is for: <see cref="Subject"/>.</param>
    /// <param name="call">The call.</param>
    public SealedChallenge Seal(CeremonyPurpose purpose, string subject, Call call)
    {
        var content = new byte[MomentBytes + ChallengeBytes + UserHandle.Length];
        BinaryPrimitives.WriteInt64BigEndian(content, _expiresAt.ToUnixTimeMilliseconds());
        Challenge.CopyTo(content.AsSpan(MomentBytes));
        UserHandle.CopyTo(content.AsSpan(MomentBytes + ChallengeBytes));
        return SealedChallenge.Of(call.Store.Sealing.Seal(content, "passkey challenge", purpose.ToString(), subject));
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same purpose and subject.</summary>
    /// <exception cref="ApiError">PasskeyRefused: another's, or too old.</exception>
    public static Ceremony Open(SealedChallenge challenge, CeremonyPurpose purpose, string subject, Call call)
    {
        byte[] content;
        try
        {
            content = call.Store.Sealing.Open(challenge.Bytes, "passkey challenge", purpose.ToString(), subject);
        }
        catch (CryptographicException)
        {
            throw PasskeyErrors.Over();
        }

        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content));
        return expiresAt > call.Now
            ? new Ceremony(content[MomentBytes..(MomentBytes + ChallengeBytes)], expiresAt, content[(MomentBytes + ChallengeBytes)..])
            : throw PasskeyErrors.Over();
    }

    /// <summary>Spends the challenge, in the transaction of what it buys.</summary>
    /// <exception cref="ApiError">PasskeyRefused: it was spent already, here or on another node.</exception>
    public async Task Spend(Call call)
    {
        if (!await call.Store.UsedChallenges.Add(SHA256.HashData(Challenge), _expiresAt))
            throw PasskeyErrors.Over();
    }

    /// <summary>Whom a challenge is for: the browser session or the sign-in under way, and the user whom it is about if that is another.</summary>
    /// <exception cref="ApiError">SessionExpired: neither is there.</exception>
    public static string Subject(Call call, string aboutUserId = "") => call.Caller switch
    {
        UserCaller { Credential: Credential.Console { Session.SessionHash: var hash } } => $"{Convert.ToHexString(hash)}\n{aboutUserId}",
        PendingCaller { Attempt.AttemptHash: var hash } => $"{Convert.ToHexString(hash)}\n{aboutUserId}",
        AnonymousCaller => "",
        _ => throw SignIn.SignInErrors.SessionEnded(),
    };
}
