using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>What a password must be in an account: its own policy, or the default.</summary>
/// <remarks>Default: at least 8 characters, three of upper case, lower case, digit and symbol, never expiring (IAM User Guide).</remarks>
internal sealed class PasswordRules
{
    private const string Symbols = "!@#$%^&*()_+-=[]{}|'";

    private readonly StoredPasswordPolicy? _policy;

    private PasswordRules(StoredPasswordPolicy? policy) => _policy = policy;

    /// <summary>Whether users may change their own password without a policy that says so.</summary>
    public bool LetsUsersChange => _policy?.AllowUsersToChange ?? false;

    /// <summary>How many of the last passwords may not come back.</summary>
    public int ReusePrevention => _policy?.ReusePrevention ?? 0;

    /// <summary>Whether a password that has run out can only be replaced by an administrator.</summary>
    public bool IsHardExpired(LoginProfile profile, DateTimeOffset now) => _policy is { HardExpiry: true } && IsExpired(profile, now);

    public static PasswordRules Of(StoredPasswordPolicy? policy) => new(policy);

    public static async Task<PasswordRules> Of(string accountId, Store store) => new(await store.PasswordPolicies.Find(accountId));

    /// <summary>When a password runs out; null when never.</summary>
    public DateTimeOffset? ExpiryOf(LoginProfile profile) =>
        _policy is { MaxAgeDays: > 0 } ? profile.ChangedAt.AddDays(_policy.MaxAgeDays) : null;

    /// <summary>Whether a new one must be chosen at the next sign-in.</summary>
    public bool IsExpired(LoginProfile profile, DateTimeOffset now) => now >= ExpiryOf(profile);

    /// <exception cref="ApiError">PasswordPolicyViolation; says what is missing.</exception>
    public void Check(Password password, string userName)
    {
        var minimum = _policy?.MinimumLength ?? 8;
        if (password.Length < minimum)
            throw IamErrors.PasswordTooWeak($"It must have at least {minimum} characters.");

        if (_policy is null)
        {
            var kinds = new Func<char, bool>[] { char.IsUpper, char.IsLower, char.IsDigit, Symbols.Contains }.Count(password.Has);
            if (kinds < 3)
                throw IamErrors.PasswordTooWeak("It must have three of these: upper-case letters, lower-case letters, digits, symbols.");
            if (password.Reveal().Equals(userName, StringComparison.OrdinalIgnoreCase))
                throw IamErrors.PasswordTooWeak("It must not be the user name.");
            return;
        }

        if (_policy.RequireUppercase && !password.Has(char.IsAsciiLetterUpper))
            throw IamErrors.PasswordTooWeak("It must have an upper-case letter (A to Z).");
        if (_policy.RequireLowercase && !password.Has(char.IsAsciiLetterLower))
            throw IamErrors.PasswordTooWeak("It must have a lower-case letter (a to z).");
        if (_policy.RequireNumbers && !password.Has(char.IsAsciiDigit))
            throw IamErrors.PasswordTooWeak("It must have a digit (0 to 9).");
        if (_policy.RequireSymbols && !password.Has(Symbols.Contains))
            throw IamErrors.PasswordTooWeak($"It must have a symbol ({Symbols}).");
    }
}
