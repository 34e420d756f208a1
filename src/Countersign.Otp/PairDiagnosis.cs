namespace Countersign.Otp;

/// <summary>Why two codes do not fit a device, so that a person can be told what to do.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Parameters">
/// The parameters that the codes fit; the device's own unless the fault is OtherParameters.
/// </param>
/// <param name="Match">
/// Where the pair fits, for OtherParameters, ClockFarOff and AlreadyUsed, or when nothing is wrong.
/// </param>
/// <remarks>For a person who has passed a first factor; the wire answers every fault alike.</remarks>
public readonly record struct PairDiagnosis(PairFault Fault, OathParameters Parameters, ConsecutiveMatch? Match)
{
    /// <summary>By how much the device's clock is ahead, to a period; zero when the codes do not tell.</summary>
    public TimeSpan ClockAhead => Match is { } match ? match.DriftSteps * Parameters.Period : TimeSpan.Zero;
}

/// <summary>What is wrong with a pair of codes.</summary>
public enum PairFault
{
    /// <summary>Nothing: the pair fits and is fresh.</summary>
    None,

    /// <summary>The pair fits, but begins before the first step that is still acceptable.</summary>
    AlreadyUsed,

    /// <summary>One code was typed twice.</summary>
    SameCode,

    /// <summary>The second code was shown before the first.</summary>
    OrderSwapped,

    /// <summary>Both are codes of this device, but others were shown between them.</summary>
    NotNeighbours,

    /// <summary>The pair fits, but the clock is off by more than the window.</summary>
    ClockFarOff,

    /// <summary>The authenticator ignored the hash, the number of digits or the period.</summary>
    OtherParameters,

    /// <summary>The second code is one of this device; the first is not.</summary>
    FirstWrong,

    /// <summary>The first code is one of this device; the second is not.</summary>
    SecondWrong,

    /// <summary>Neither code is one of this device: another entry in the app, or another secret.</summary>
    NeitherFits,
}
