namespace Countersign.Otp.Tests;

/// <summary>Short words for the values that many tests need.</summary>
internal static class A
{
    /// <summary>The key of both RFCs' test vectors.</summary>
    public static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    /// <summary>A moment, ten seconds into its step.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 10, TimeSpan.Zero);

    public static readonly long NoonStep = Totp.StepAt(Noon, OathParameters.Default);

    public static OneTimeCode Code(string digits)
    {
        Assert.True(OneTimeCode.TryParse(digits, out var code), digits);
        return code;
    }

    public static OneTimeCode CodeOf(long step) => Hotp.Compute(Key, (ulong)step, OathHash.Sha1, 6);

    /// <summary>A code that belongs to no step anywhere near the given ones.</summary>
    public static OneTimeCode WrongCode(long near, int reach = 4000)
    {
        var right = Enumerable.Range(-reach, 2 * reach + 1).Select(i => near + i).Where(step => step >= 0)
            .Select(CodeOf).ToHashSet();
        return Enumerable.Range(123456, 1000).Select(value => Code($"{value}")).First(code => !right.Contains(code));
    }
}
