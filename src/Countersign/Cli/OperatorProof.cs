using Countersign.Storage;

namespace Countersign.Cli;

/// <summary>A shell on the server is the proof: whoever can read the database and the master key needs no other.</summary>
/// <param name="Account">12 digits or alias; null for the deployment's own.</param>
internal sealed record OperatorProof(string? Account = null) : IProof
{
    /// <exception cref="StartupException">There is no such account.</exception>
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now)
    {
        if (Account is null)
            return new LocalOperator(Environment.UserName);
        var found = await store.Accounts.FindByIdOrAlias(Account)
            ?? throw new StartupException($"There is no account '{Account}'. Name one by its 12 digits or its alias with {Flags.Account.Name}.");
        return new LocalOperator(Environment.UserName, found.AccountId);
    }
}
