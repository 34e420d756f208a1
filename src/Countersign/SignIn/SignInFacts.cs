using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>What a step of signing in must know of its user, read in one round trip.</summary>
/// <param name="User">Who.</param>
/// <param name="Profile">The console password; null when there is none.</param>
/// <param name="Rules">What the account demands of passwords.</param>
/// <param name="Devices">The user's devices, the last used first, with their secrets as they are stored.</param>
/// <param name="Settings">What the account demands of second factors.</param>
internal sealed record SignInFacts(
    User User, LoginProfile? Profile, PasswordRules Rules, IReadOnlyList<MfaDevice> Devices, MfaSettings Settings)
{
    /// <summary>Whether a new password must be chosen before anything else is done.</summary>
    public bool NeedsNewPassword(DateTimeOffset now) => Profile!.ResetRequired || Rules.IsExpired(Profile, now);

    /// <summary>Of who says to be whom; null when nobody is called so.</summary>
    /// <param name="store">Where what waits travels along.</param>
    /// <param name="account">12 digits, with or without dashes, or the alias.</param>
    /// <param name="userName">In any case.</param>
    public static Task<SignInFacts?> OfName(Store store, string account, string userName)
    {
        const string who = """
            (SELECT n.user_id FROM users n JOIN accounts b ON b.account_id = n.account_id
             WHERE (b.account_id = @digits OR b.alias = @alias) AND n.name_key = @key)
            """;
        return Read(store, who, new { digits = account.Replace("-", "", StringComparison.Ordinal), alias = account, key = Users.Key(userName) });
    }

    /// <summary>Of a sign-in under way; null when there is none.</summary>
    /// <param name="store">Where what waits travels along.</param>
    /// <param name="hash">Of the browser's cookie.</param>
    public static async Task<(SignInAttempt Attempt, SignInFacts Facts)?> OfAttempt(Store store, byte[] hash)
    {
        var attempts = store.SignInAttempts.Ask(hash);
        const string who = "(SELECT s.user_id FROM sign_in_attempts s WHERE s.attempt_hash = @hash)";
        return await Read(store, who, new { hash }) is { } facts && attempts.Rows is [var attempt] ? (attempt, facts) : null;
    }

    private static async Task<SignInFacts?> Read(Store store, string who, object named)
    {
        var users = store.Users.Ask(who, named);
        var profiles = store.LoginProfiles.Ask(who, named);
        var policies = store.PasswordPolicies.Ask(who, named);
        var devices = store.MfaDevices.Ask(who, named);
        var settings = store.Accounts.AskMfaSettings(who, named);
        await store.Send();
        return users.Rows is [var user] && settings.Rows is [var demanded]
            ? new SignInFacts(
                user, profiles.Rows is [var profile] ? profile : null, PasswordRules.Of(policies.Rows is [var policy] ? policy : null),
                devices.Rows, demanded)
            : null;
    }
}
