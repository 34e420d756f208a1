namespace Countersign.Otp.Tests;

/// <summary>Whatever was typed, the same codes are computed: how long it takes tells nothing of how near it was.</summary>
public sealed class SameWorkTests
{
    public static TheoryData<string, int> Typed => new()
    {
        { "right", 0 }, { "the step before", -1 }, { "used", -2 }, { "outside the window", 5 }, { "nearly right", 0 }, { "wrong", 0 },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_code_is_compared_with_every_candidate(string typed, int step)
    {
        foreach (var (drift, candidates) in new[] { (0, 3), (1, 4), (-1, 4), (5, 3), (-5, 6) })
        {
            var codes = new CountedCodes();
            var state = new OathState(A.NoonStep + drift - 1, drift, default);

            TimedCodes.Verify(codes, state, Code(typed, A.NoonStep + drift + step), A.NoonStep, DriftPolicy.Follows);

            Assert.Equal(candidates, codes.Computed);
        }
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public void Two_codes_are_compared_with_every_step_of_the_window(string typed, int step)
    {
        var codes = new CountedCodes();

        TimedCodes.FindConsecutive(codes, Code(typed, A.NoonStep + step), Code("right", A.NoonStep + step + 1), A.NoonStep, 10);

        Assert.Equal(2 * 10 + 2, codes.Computed);
    }

    private static OneTimeCode Code(string typed, long step)
    {
        var right = CountedCodes.CodeOf(step);
        if (typed == "wrong")
            return A.WrongCode(step);
        if (typed != "nearly right")
            return right;
        var digits = right.Value.ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(OneTimeCode.TryParse(digits[..^1] + (digits[^1] == '0' ? '1' : '0'), out var nearly));
        return nearly;
    }

    private sealed class CountedCodes : ICodes
    {
        public int Computed { get; private set; }

        public long Last => long.MaxValue - 1;

        public OneTimeCode this[long step]
        {
            get
            {
                Computed++;
                return CodeOf(step);
            }
        }

        public static OneTimeCode CodeOf(long step) => Hotp.Compute(A.Key, (ulong)step, OathHash.Sha1, 6);
    }
}
