namespace Countersign.Identity;

/// <summary>Deletes the account's own password policy; from then on the default applies.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html"/>
public sealed class DeleteAccountPasswordPolicy : IOperation<DeleteAccountPasswordPolicy.Request, Nothing>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteAccountPasswordPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: there is none.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        if (!await call.Store.PasswordPolicies.Remove(call.AccountId))
            throw IamErrors.NoPasswordPolicy(call.AccountId);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
