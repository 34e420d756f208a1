using Countersign.Storage;

namespace Countersign;

/// <summary>What a door received as proof of who calls: a signature, a cookie, nothing.</summary>
internal interface IProof
{
    /// <summary>Finds out who calls.</summary>
    /// <exception cref="ApiError">The proof is not good; its code says why.</exception>
    Task<Caller> Authenticate(Store store, DateTimeOffset now);
}

/// <summary>No proof at all.</summary>
internal sealed record NoProof : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now) => Task.FromResult<Caller>(new AnonymousCaller());
}
