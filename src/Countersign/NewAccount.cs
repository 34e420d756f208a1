using System.Globalization;
using System.Security.Cryptography;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign;

/// <summary>An account that has just been made, with its administrator's access key.</summary>
/// <param name="AccountId">12 digits.</param>
/// <param name="AccessKeyId">The administrator's key.</param>
/// <param name="SecretAccessKey">Its secret.</param>
internal sealed record NewAccount(string AccountId, string AccessKeyId, string SecretAccessKey)
{
    /// <summary>An account with one administrator, who has to change the password at the first sign-in.</summary>
    /// <param name="store">Where.</param>
    /// <param name="accountId">12 digits, of no account yet.</param>
    /// <param name="alias">A name for it; null for none.</param>
    /// <param name="passwordHash">The administrator's password.</param>
    /// <param name="now">The time.</param>
    /// <param name="given">Its key, if the configuration gives it.</param>
    public static async Task<NewAccount> Make(
        Store store, string accountId, string? alias, string passwordHash, DateTimeOffset now, GivenAccount? given = null)
    {
        await store.Accounts.Add(accountId, now);
        if (alias is not null)
            await store.Accounts.SetAlias(accountId, alias);
        var user = new User
        {
            UserId = UniqueId.OfEntity("AIDA"),
            AccountId = accountId,
            UserName = Bootstrap.AdministratorName,
            Path = "/",
            CreatedAt = now,
            NotBeforeMs = 0,
        };
        await store.Users.Add(user);
        await store.PolicyAttachments.Add(accountId, user.UserId, Arn.OfBuiltInPolicy(ManagedPolicies.Administrator), now);
        await store.LoginProfiles.Add(new LoginProfile
        {
            UserId = user.UserId,
            AccountId = accountId,
            PasswordHash = passwordHash,
            ResetRequired = true,
            CreatedAt = now,
            ChangedAt = now,
        });
        var (key, secret) = NewAccessKey.Of(user, now, given);
        await store.AccessKeys.Add(key, secret);
        return new NewAccount(accountId, key.AccessKeyId, secret);
    }

    /// <inheritdoc cref="Make"/>
    /// <summary>As <see cref="Make"/>, where there is an account already: the deployment's own is known by being the oldest.</summary>
    public static async Task<NewAccount> MakeBeside(
        Store store, string accountId, string? alias, string passwordHash, DateTimeOffset now, GivenAccount? given = null)
    {
        var first = (await store.Accounts.First())!.CreatedAt;
        return await Make(store, accountId, alias, passwordHash, now > first ? now : first.AddSeconds(1), given);
    }

    /// <summary>Twelve digits, the first of them no zero.</summary>
    public static string RandomId() =>
        RandomNumberGenerator.GetInt32(1, 10).ToString(CultureInfo.InvariantCulture) + RandomNumberGenerator.GetString("0123456789", 11);

    public override string ToString() => $"account {AccountId}";
}
