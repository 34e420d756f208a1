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
    private static readonly OneTimeCode Wrong = Code("000000");
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 5, TimeSpan.Zero);

    public static IEnumerable<Goal> Goals()
    {
        yield return new Goal("1", "TOTP: judging a wrong code", "3 × HMAC-SHA-1 of 8 bytes", 1.25, () => JudgeTotp(Hmacs(3))) { AtMostBytes = 0 };
        yield return new Goal("2", "TOTP: judging a wrong code", "Otp.NET's VerifyTotp, window (1, 1)", 0.4, () => JudgeTotp(OtpNet())) { AtMostBytes = 0 };
        yield return new Goal("-", "TOTP: judging a wrong code", "otplib's verifySync, in node", 0.4, JudgeTotpBesideNode) { AtMostBytes = 0 };
        yield return new Goal("3", "TOTP: searching a pair of codes over 1001 steps", "1001 × HMAC-SHA-1 of 8 bytes", 1.3, Resynchronize)
        {
            AtMostBytes = 512,    // one keyed hash object a search, nothing a step: twice as fast as 1001 one-shot HMACs, which need none
        };
        yield return new Goal("-", "SecurID: one tokencode", "5 × AES-128 of a block, each with a key of its own", 1.5, ComputeTokencode);
        yield return new Goal("-", "SecurID: judging a wrong code", "2 × 5 × AES-128 of a block, each with a key of its own", 2, JudgeTokencode);
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The floor is what RFC 4226 prescribes.")]
    private static Action Hmacs(int count)
    {
        var message = new byte[8];
        var digest = new byte[HMACSHA1.HashSizeInBytes];
        return () =>
        {
            for (var i = 0; i < count; i++)
                HMACSHA1.HashData(Key, message, digest);
        };
    }

    private static Action OtpNet()
    {
        var totp = new OtpNet.Totp(Key);
        var window = new OtpNet.VerificationWindow(1, 1);
        return () => totp.VerifyTotp(Now.UtcDateTime, "000000", out _, window);
    }

    private static Task<Measured> JudgeTotp(Action floor) => Paired.Run(floor, Judge);

    private static async Task<Measured> JudgeTotpBesideNode()
    {
        using var peers = NodePeers.Start();
        return await Paired.Run(() => peers.Measure("otplib-verify", 1), Judge);
    }

    private static void Judge() => Totp.Verify(Key, OathParameters.Default, default, Wrong, Now, DriftPolicy.Fixed);

    private static Task<Measured> Resynchronize() => Paired.Run(
        Hmacs(1001),
        () => Totp.FindConsecutive(Key, OathParameters.Default, Wrong, Wrong, Now, TimeSpan.FromSeconds(500 * 30)));

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
