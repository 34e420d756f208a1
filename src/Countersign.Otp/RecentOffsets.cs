namespace Countersign.Otp;

/// <summary>
/// Where the last four accepted codes of a device lay, each as steps behind the most advanced of them, which is the
/// drift.
/// </summary>
/// <remarks>
/// A code cannot be typed before it is shown, but it can be typed late, and then looks like one of a slower clock. So
/// the most advanced of the last four is the best estimate, and the drift falls only when all four lay behind it: one,
/// two or three codes typed late, however late, change nothing. The price: a clock that loses half a period or more in
/// the time of four sign-ins outruns its drift, and needs a resync.
/// <c>default</c> means four codes exactly at the drift, which is what a fresh enrolment or resync says. Counts of 9
/// and more are kept as 9.
/// </remarks>
public readonly record struct RecentOffsets
{
    private const int Count = 4;
    private const int Furthest = 9;
    private const int PastLargest = 10_000;

    private readonly short _behind;    // one decimal digit per code, the newest last: readable in the database

    private RecentOffsets(short behind) => _behind = behind;

    /// <summary>
    /// For a column of the database: four decimal digits, the oldest code first, as a number of 0 to 9999.
    /// </summary>
    /// <returns>0 for <c>default</c>.</returns>
    public int Pack() => _behind;

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <param name="packed">0 to 9999.</param>
    /// <returns>The offsets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is another number.</exception>
    public static RecentOffsets Unpack(int packed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(packed);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(packed, PastLargest);
        return new RecentOffsets((short)packed);
    }

    /// <summary>Takes one more accepted code in and forgets the oldest.</summary>
    /// <param name="ahead">By how many steps it lay ahead of the drift.</param>
    /// <param name="move">By how many steps the drift moves.</param>
    internal RecentOffsets With(long ahead, out long move)
    {
        Span<long> positions = stackalloc long[Count];
        positions[^1] = ahead;
        var rest = (int)_behind;
        for (var i = Count - 2; i >= 0; i--, rest /= 10)
            positions[i] = -(rest % 10);

        move = positions[0];
        foreach (var position in positions)
            move = Math.Max(move, position);

        var packed = 0;
        foreach (var position in positions)
            packed = packed * 10 + (int)Math.Min(move - position, Furthest);
        return new RecentOffsets((short)packed);
    }
}
