using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Makes a long-term key pair: the secret has 240 random bits, 40 characters of Base64, unless both are given.</summary>
internal static class NewAccessKey
{
    public static (AccessKey Key, string Secret) Of(User user, DateTimeOffset now, GivenAccount? given = null) => (
        new AccessKey
        {
            AccessKeyId = given?.AccessKeyId ?? UniqueId.OfAccessKey(),
            AccountId = user.AccountId,
            UserId = user.UserId,
            Status = "Active",
            CreatedAt = now,
        },
        given?.SecretAccessKey ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));
}
