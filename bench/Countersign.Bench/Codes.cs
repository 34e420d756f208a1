using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Countersign.Otp;
using Countersign.Otp.SecurId;

namespace Countersign.Bench;

/// <summary>Judging a code: what an attacker makes us do most often.</summary>
internal static class Codes
{
    private const int AesStepsOfOneChain = 5;

    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 5, TimeSpan.Zero);

    public static IEnumerable<Goal> Goals()
    {
        yield return new Goal("TOTP: judging a wrong code", "3 × HMAC-SHA-1 of 8 bytes", 1.25, JudgeTotp);
        yield return new Goal("SecurID: one tokencode", "5 × AES-128 of a block, each with a key of its own", 1.5, ComputeTokencode);
        yield return new Goal("SecurID: judging a wrong code", "2 × 5 × AES-128 of a block, each with a key of its own", 2, JudgeTokencode);
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The floor is what RFC 4226 prescribes.")]
    private static Task<Measured> JudgeTotp()
    {
        var message = new byte[8];
        var digest = new byte[HMACSHA1.HashSizeInBytes];
        var wrong = Code("000000");
        return Paired.Run(
            () =>
            {
                for (var i = 0; i < 3; i++)
                    HMACSHA1.HashData(Key, message, digest);
            },
            () => Totp.Verify(Key, OathParameters.Default, default, wrong, Now, DriftPolicy.Fixed));
    }

    private static Task<Measured> ComputeTokencode()
    {
        var parameters = new SecurIdParameters("584917508172", 8, TimeSpan.FromSeconds(60));
        return Paired.Run(() => Chain(1), () => SecurIdCode.Compute(Key.AsSpan(0, SecurIdCode.SeedSize), parameters, Now));
    }

    // Three neighbouring codes lie in one block of four minutes, or in two.
    private static Task<Measured> JudgeTokencode()
    {
        var parameters = new SecurIdParameters("584917508172", 8, TimeSpan.FromSeconds(60));
        var wrong = Code("00000000");
        return Paired.Run(
            () => Chain(2),
            () => SecurIdCode.Verify(Key.AsSpan(0, SecurIdCode.SeedSize), parameters, default, wrong, Now, DriftPolicy.Follows));
    }

    private static OneTimeCode Code(string digits) =>
        OneTimeCode.TryParse(digits, out var code) ? code : throw new ArgumentException("Not a code.", nameof(digits));

    private static void Chain(int chains)
    {
        Span<byte> block = stackalloc byte[16];
        for (var i = 0; i < chains * AesStepsOfOneChain; i++)
        {
            using var aes = Aes.Create();
            aes.SetKey(Key.AsSpan(0, 16));
            aes.EncryptEcb(block, block, PaddingMode.None);
        }
    }
}
