using Countersign.Storage;

namespace Countersign.Query;

/// <summary>No signature, where the operation has its proof in the request: the caller is nobody until the operation has judged it.</summary>
/// <param name="RoleArn">The role that is asked for; the call is about its account, if there is one.</param>
internal sealed record UnsignedProof(string? RoleArn) : IProof
{
    public async Task<Caller> Authenticate(Store store, DateTimeOffset now) =>
        RoleArn?.Split(':', 6) is ["arn", _, "iam", "", var account, _] && await store.Accounts.Find(account) is not null
            ? new AnonymousCaller { AccountId = account }
            : new AnonymousCaller();
}
