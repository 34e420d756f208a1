namespace Countersign.Identity;

/// <summary>Takes the account's alias away.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html"/>
public sealed class DeleteAccountAlias : IOperation<DeleteAccountAlias.Request, Nothing>
{
    /// <summary>Which alias.</summary>
    /// <param name="AccountAlias">3 to 63 characters.</param>
    public sealed record Request(string AccountAlias) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteAccountAlias";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: the account has another alias, or none.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: an alias that comes meanwhile stays
        if ((await call.Store.Accounts.Find(call.AccountId))!.Alias != request.AccountAlias)
            throw IamErrors.NoSuchAlias(request.AccountAlias);
        await call.Store.Accounts.SetAlias(call.AccountId, null);
        return Nothing.Value;
    }
}
