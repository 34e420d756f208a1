namespace Countersign.Otp;

/// <summary>What a verifier remembers of one device, beside its key and parameters.</summary>
/// <param name="NextStep">
/// The first step or counter that is still acceptable, 0 to 2^63 - 1; 0 for a new device. It only grows, but for an
/// administrator's resync.
/// </param>
/// <param name="DriftSteps">
/// By how many steps the device's clock is ahead; negative when it is slow, 0 for HOTP.
/// </param>
/// <param name="Recent">Where the last four accepted codes lay; for a drift that follows.</param>
/// <remarks>
/// A state counts only once it is stored, under the condition that the stored NextStep is not past the accepted step:
/// of two requests with one code, the database lets one through.
/// </remarks>
public readonly record struct OathState(long NextStep, int DriftSteps, RecentOffsets Recent)
{
    /// <summary>
    /// The state of a device that has just been enrolled: both codes are spent, and they set the drift.
    /// </summary>
    /// <param name="match">Where the pair fits.</param>
    /// <returns>
    /// The state of a new device. For a hardware token that was somebody's before, <see cref="Resync"/> from its stored
    /// state, so that codes its last owner used stay dead.
    /// </returns>
    public static OathState Enrol(ConsecutiveMatch match) => new(match.Step + 1, match.DriftSteps, default);

    /// <summary>The state after a resync: both codes are spent, and they set the drift.</summary>
    /// <param name="match">Where the pair fits.</param>
    /// <param name="by">Who asks for it.</param>
    /// <returns>
    /// Null, to be refused as already used, when the owner's pair begins before <see cref="NextStep"/>: two codes that
    /// somebody recorded must not come alive again. An administrator may go back, for a clock that was fast and has
    /// been set right.
    /// </returns>
    public OathState? Resync(ConsecutiveMatch match, ResyncBy by) =>
        by == ResyncBy.Owner && match.Step - 1 < NextStep ? null : Enrol(match);

    internal OathState Follow(long offset)
    {
        var recent = Recent.With(offset - DriftSteps, out var move);
        return this with { DriftSteps = (int)(DriftSteps + move), Recent = recent };
    }
}
