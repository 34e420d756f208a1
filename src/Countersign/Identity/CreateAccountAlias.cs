namespace Countersign.Identity;

/// <summary>Gives the account an alias to sign in with, in place of the one it had.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html"/>
public sealed class CreateAccountAlias : IOperation<CreateAccountAlias.Request, Nothing>
{
    /// <summary>Which alias.</summary>
    /// <param name="AccountAlias">3 to 63 lower-case letters, digits and single hyphens; unique among all accounts.</param>
    public sealed record Request(string AccountAlias) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:CreateAccountAlias";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">EntityAlreadyExists: it is this or another account's, or can be read as an account's number.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        if (IsNumber(request.AccountAlias) || await call.Store.Accounts.FindByIdOrAlias(request.AccountAlias) is not null)
            throw IamErrors.AliasExists(request.AccountAlias);
        await call.Store.Accounts.SetAlias(call.AccountId, request.AccountAlias);
        return Nothing.Value;
    }

    // Sign-in takes numbers with or without dashes: an alias of that form would be somebody else's number.
    private static bool IsNumber(string alias) => alias.Replace("-", "", StringComparison.Ordinal) is { Length: 12 } digits && digits.All(char.IsAsciiDigit);
}
