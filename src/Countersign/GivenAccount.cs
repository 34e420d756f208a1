using System.ComponentModel.DataAnnotations;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign;

/// <summary>An account that the configuration gives, for tests: its id and its administrator's key are known before the server starts.</summary>
/// <remarks>The first one is the deployment's own, if there is none yet. One that is there already is left as it is.</remarks>
public sealed record GivenAccount
{
    /// <summary>12 digits.</summary>
    [Required]
    [RegularExpression("[0-9]{12}", ErrorMessage = "An account ID has 12 digits.")]
    public string Id { get; init; } = "";

    /// <summary>The administrator's access key: AKIA and 16 upper-case letters and digits.</summary>
    [Required]
    [RegularExpression("AKIA[A-Z0-9]{16}", ErrorMessage = "An access key ID is AKIA and 16 upper-case letters and digits.")]
    public string AccessKeyId { get; init; } = "";

    /// <summary>Its secret: 40 letters, digits, <c>+</c>, <c>/</c> and <c>=</c>.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9/+=]{40}", ErrorMessage = "A secret access key has 40 characters: letters, digits, +, / and =.")]
    public string SecretAccessKey { get; init; } = "";

    /// <summary>Makes those that are not there yet, beside the deployment's own.</summary>
    /// <exception cref="StartupException">A key is somebody else's.</exception>
    internal static async Task Make(
        Database database, PasswordHasher hasher, IReadOnlyList<GivenAccount> accounts, DateTimeOffset now)
    {
        foreach (var account in accounts)
        {
            if (await database.Read(store => store.Accounts.Find(account.Id)) is not null)
                continue;
            var hash = await hasher.Hash(Password.Generate());    // nobody knows it: countersign reset-password makes one that somebody does
            await database.WriteAlone(async store =>
            {
                if (await store.Accounts.Find(account.Id) is not null)
                    return Nothing.Value;    // another node was first
                if (await store.AccessKeys.Find(account.AccessKeyId) is not null)
                    throw new StartupException($"Setting Accounts: access key {account.AccessKeyId} of account {account.Id} is another account's.");
                await NewAccount.MakeBeside(store, account.Id, null, hash, now, account);
                return Nothing.Value;
            });
        }
    }

    /// <summary>Does not show the secret.</summary>
    public override string ToString() => $"account {Id}";
}
