using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.Bench;

/// <summary>Opening a stored seed: part of every judgement of a code.</summary>
internal static class Seeds
{
    public static IEnumerable<Goal> Goals()
    {
        yield return new Goal("16", "opening a stored seed", "AES-GCM of 64 bytes, key object kept", 1.2, Open);
    }

    private static async Task<Measured> Open()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var sealing = new Sealing(new Dictionary<int, byte[]> { [1] = key }, new Dictionary<int, byte[]> { [2] = key });
        var row = UniqueId.OfEntity("MFAD");
        var stored = sealing.Seal(RandomNumberGenerator.GetBytes(20), "mfa_devices", "secret_sealed", row);

        using var cipher = new AesGcm(key, 16);
        var (nonce, plain, secret, tag, place) = (new byte[12], new byte[64], new byte[64], new byte[16], new byte[32]);
        cipher.Encrypt(nonce, plain, secret, tag, place);
        return await Paired.Run(
            () => cipher.Decrypt(nonce, secret, tag, plain, place),
            () => sealing.Open(stored, "mfa_devices", "secret_sealed", row));
    }
}
