using Countersign.Storage;

namespace Countersign.Cli;

/// <summary>A shell on the server is the proof: whoever can read the database and the master key needs no other.</summary>
internal sealed record OperatorProof : IProof
{
    public Task<Caller> Authenticate(Store store, DateTimeOffset now) =>
        Task.FromResult<Caller>(new LocalOperator(Environment.UserName));
}
