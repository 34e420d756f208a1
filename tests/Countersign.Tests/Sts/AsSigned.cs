using Countersign.Query;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign.Tests.Sts;

/// <summary>Whoever has these credentials, signing as a client would.</summary>
internal sealed record AsSigned(TestServer Server, Credentials Credentials) : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now) => new SignatureProof(
        SignedCalls.Of(Credentials, now), Server.Service<SigningKeyCache>(), Server.Service<KnownKeys>(), Server.Service<LastUsed>()).Authenticate(store, now);
}
