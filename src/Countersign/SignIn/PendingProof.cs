using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The cookie of a browser whose user has given the right password and not finished signing in.</summary>
internal sealed record PendingProof(string Token) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        if (await SignInFacts.OfAttempt(store, SessionProof.HashOf(Token)) is not var (attempt, facts) || attempt.ExpiresAt <= now)
            throw SignInErrors.Over();
        if (facts.Profile is null || facts.Profile.ChangedAt > attempt.PasswordAt)    // the password is no longer the one that was given
            throw SignInErrors.Over();
        return new PendingCaller(attempt, facts);
    }

    public override string ToString() => "sign-in under way";
}
