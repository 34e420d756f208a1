using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The cookie of a browser whose user has given the right password and not finished signing in.</summary>
internal sealed record PendingProof(string Token) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        var attempt = await store.SignInAttempts.Find(SessionProof.HashOf(Token));
        return attempt is not null && attempt.ExpiresAt > now && await store.Users.FindById(attempt.UserId) is { } user
            ? new PendingCaller(attempt, user)
            : throw SignInErrors.Over();
    }

    public override string ToString() => "sign-in under way";
}
