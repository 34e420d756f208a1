using Countersign.Sts;
using Countersign.Storage;

namespace Countersign.Query;

/// <summary>A signed request: by a long-term access key, or by temporary credentials.</summary>
internal sealed record SignatureProof(SignedRequest? Signed, SigningKeyCache Keys, KnownKeys Known, LastUsed LastUsed) : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        if (Signed is null)
            throw QueryErrors.MissingAuthenticationToken();
        return SessionToken.AccountOf(Signed.AccessKeyId) is not null ? Temporary(Signed, store, now) : LongTerm(Signed, store, now);
    }

    private async Task<Caller> LongTerm(SignedRequest signed, Store store, DateTimeOffset now)
    {
        if (signed.SecurityToken is not null || await Known.Find(signed.AccessKeyId, store) is not { Key: { IsActive: true } key } known)
            throw QueryErrors.InvalidClientTokenId(signed.Scope.Service);
        signed.Verify(known.Secret, now, Keys);
        Known.Verified(known);
        LastUsed.OfAccessKey(key, now, signed.Scope.Region, signed.Scope.Service);
        return new UserCaller(known.User, new Credential.AccessKey(key.AccessKeyId));
    }

    // The signature first: whoever has not the secret learns nothing of the session's state.
    private async Task<Caller> Temporary(SignedRequest signed, Store store, DateTimeOffset now)
    {
        if (signed.SecurityToken is null || SessionToken.Open(store.Sealing, signed.AccessKeyId, signed.SecurityToken) is not var (statement, secret))
            throw QueryErrors.InvalidClientTokenId(signed.Scope.Service);
        signed.Verify(secret, now, Keys);
        if (now.ToUnixTimeMilliseconds() >= statement.ExpiresAtMs)
            throw QueryErrors.ExpiredToken();

        if (await SessionHolder.Find(signed.AccessKeyId, statement, store) is not { } caller)
            throw QueryErrors.InvalidClientTokenId(signed.Scope.Service);
        if (caller is RoleCaller { Role: var role })
            LastUsed.OfRole(role, now, signed.Scope.Region);
        return caller;
    }
}
