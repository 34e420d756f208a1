using Countersign.Storage;

namespace Countersign.Tests.Identity;

/// <summary>A browser that has not signed in.</summary>
internal sealed record Nobody : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now) => Task.FromResult<Caller>(new AnonymousCaller());
}
