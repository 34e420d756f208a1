using System.Diagnostics;
using System.Security.Cryptography;

namespace Countersign.Tests.UnderFire;

/// <summary>Times two things turn by turn, and says whether somebody with a stopwatch could tell them apart.</summary>
/// <remarks>
/// What is compared is the two of a pair, which have met the same machine: the median difference, over the quieter half of the
/// pairs. Whether it is more than chance is told by a permutation test: the two times of a pair are swapped at random, and it is
/// counted how often that alone makes as large a difference.
/// </remarks>
internal sealed class Comparison
{
    private const int Permutations = 2000;

    private readonly double[] _differences;

    private Comparison(double[] one, double[] other)
    {
        var quiet = one.Zip(other).OrderBy(pair => pair.First + pair.Second).Take(one.Length / 2).ToArray();
        _differences = [.. quiet.Select(pair => pair.Second - pair.First)];
        (One, Difference) = (Median(quiet.Select(pair => pair.First)), Median(_differences));
        var swapped = 0;
        for (var i = 0; i < Permutations; i++)
            swapped += Math.Abs(DifferenceOfSwapped()) >= Math.Abs(Difference) ? 1 : 0;
        Chance = (swapped + 1.0) / (Permutations + 1);
    }

    /// <summary>The first one's time, in microseconds.</summary>
    public double One { get; }

    /// <summary>How much longer the other takes, in microseconds.</summary>
    public double Difference { get; }

    /// <summary>How often chance alone makes as large a difference: 0 to 1.</summary>
    public double Chance { get; }

    /// <summary>Runs both so many times, in an order that is drawn anew for each pair.</summary>
    /// <param name="pairs">How many times.</param>
    /// <param name="one">Makes ready, and returns what is timed.</param>
    /// <param name="other">The other.</param>
    public static async Task<Comparison> Of(int pairs, Func<Task<Func<Task>>> one, Func<Task<Func<Task>>> other)
    {
        var (ones, others) = (new double[pairs], new double[pairs]);
        for (var i = -pairs / 10; i < pairs; i++)    // the first tenth warms up
        {
            var otherFirst = RandomNumberGenerator.GetInt32(2) == 0;
            var first = await Time(otherFirst ? other : one);
            var second = await Time(otherFirst ? one : other);
            if (i >= 0)
                (ones[i], others[i]) = otherFirst ? (second, first) : (first, second);
        }

        return new Comparison(ones, others);
    }

    /// <summary>The difference, in words.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{One:0} µs, the other {Difference:+0.0;-0.0} µs ({Difference / One:+0.00%;-0.00%}); chance makes as much in {Chance:0.0%} of cases; {_differences.Length} quiet pairs");

    private static async Task<double> Time(Func<Task<Func<Task>>> prepare)
    {
        var act = await prepare();
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private double DifferenceOfSwapped()
    {
        var swap = RandomNumberGenerator.GetBytes(_differences.Length);
        return Median(_differences.Zip(swap, (difference, coin) => (coin & 1) == 0 ? difference : -difference));
    }
}
