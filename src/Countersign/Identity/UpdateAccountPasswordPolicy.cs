using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Sets the account's own password policy. It replaces all of the one before: what is left out gets its default.</summary>
/// <remarks>New rules count from the next change of a password on; a new greatest age counts at once.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html"/>
public sealed class UpdateAccountPasswordPolicy : IOperation<UpdateAccountPasswordPolicy.Request, Nothing>
{
    private const int ShortestByDefault = 6;

    /// <summary>The rules.</summary>
    /// <param name="MinimumPasswordLength">6 to 128 characters; 6 when left out.</param>
    /// <param name="RequireSymbols">One of <c>!@#$%^&amp;*()_+-=[]{}|'</c> at least; false when left out.</param>
    /// <param name="RequireNumbers">A digit at least; false when left out.</param>
    /// <param name="RequireUppercaseCharacters">A letter A to Z at least; false when left out.</param>
    /// <param name="RequireLowercaseCharacters">A letter a to z at least; false when left out.</param>
    /// <param name="AllowUsersToChangePassword">Whether users may change their own without a policy that says so; false when left out.</param>
    /// <param name="MaxPasswordAge">Days, 1 to 1095; passwords do not expire when left out.</param>
    /// <param name="PasswordReusePrevention">How many earlier ones may not come back, 1 to 24; none when left out.</param>
    /// <param name="HardExpiry">Whether only an administrator can replace an expired one; false when left out.</param>
    public sealed record Request(
        int? MinimumPasswordLength = null, bool? RequireSymbols = null, bool? RequireNumbers = null, bool? RequireUppercaseCharacters = null,
        bool? RequireLowercaseCharacters = null, bool? AllowUsersToChangePassword = null, int? MaxPasswordAge = null,
        int? PasswordReusePrevention = null, bool? HardExpiry = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateAccountPasswordPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.PasswordPolicies.Set(call.AccountId, new StoredPasswordPolicy
        {
            MinimumLength = request.MinimumPasswordLength ?? ShortestByDefault,
            RequireSymbols = request.RequireSymbols ?? false,
            RequireNumbers = request.RequireNumbers ?? false,
            RequireUppercase = request.RequireUppercaseCharacters ?? false,
            RequireLowercase = request.RequireLowercaseCharacters ?? false,
            AllowUsersToChange = request.AllowUsersToChangePassword ?? false,
            MaxAgeDays = request.MaxPasswordAge ?? 0,
            ReusePrevention = request.PasswordReusePrevention ?? 0,
            HardExpiry = request.HardExpiry ?? false,
        });
        await call.Store.Accounts.BumpRevision(call.AccountId);    // what ChangePassword needs may have changed
        return Nothing.Value;
    }
}
