namespace Countersign.Identity;

/// <summary>Tells the account's own password policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html"/>
public sealed class GetAccountPasswordPolicy : IOperation<GetAccountPasswordPolicy.Request, GetAccountPasswordPolicy.Response>
{
    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The policy.</summary>
    /// <param name="PasswordPolicy">Every rule.</param>
    public sealed record Response(Rules PasswordPolicy);

    /// <summary>What passwords must be.</summary>
    /// <param name="MinimumPasswordLength">6 to 128 characters.</param>
    /// <param name="RequireSymbols">One of <c>!@#$%^&amp;*()_+-=[]{}|'</c> at least.</param>
    /// <param name="RequireNumbers">A digit at least.</param>
    /// <param name="RequireUppercaseCharacters">A letter A to Z at least.</param>
    /// <param name="RequireLowercaseCharacters">A letter a to z at least.</param>
    /// <param name="AllowUsersToChangePassword">Whether users may change their own without a policy that says so.</param>
    /// <param name="ExpirePasswords">Whether they expire: true when there is a greatest age.</param>
    /// <param name="MaxPasswordAge">Days, 1 to 1095; null when they do not expire.</param>
    /// <param name="PasswordReusePrevention">How many earlier ones may not come back, 1 to 24; null for none.</param>
    /// <param name="HardExpiry">Whether only an administrator can replace an expired one.</param>
    public sealed record Rules(
        int MinimumPasswordLength, bool RequireSymbols, bool RequireNumbers, bool RequireUppercaseCharacters, bool RequireLowercaseCharacters,
        bool AllowUsersToChangePassword, bool ExpirePasswords, int? MaxPasswordAge, int? PasswordReusePrevention, bool HardExpiry);

    /// <inheritdoc/>
    public static string Action => "iam:GetAccountPasswordPolicy";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: the account has none, the default applies.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        var policy = await call.Store.PasswordPolicies.Find(call.AccountId) ?? throw IamErrors.NoPasswordPolicy(call.AccountId);
        return new Response(new Rules(
            policy.MinimumLength, policy.RequireSymbols, policy.RequireNumbers, policy.RequireUppercase, policy.RequireLowercase,
            policy.AllowUsersToChange, policy.MaxAgeDays > 0,
            policy.MaxAgeDays > 0 ? policy.MaxAgeDays : null,
            policy.ReusePrevention > 0 ? policy.ReusePrevention : null,
            policy.HardExpiry));
    }
}
