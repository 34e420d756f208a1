namespace Countersign.Otp;

/// <summary>Whether a device's drift changes between one enrolment or resync and the next.</summary>
public enum DriftPolicy
{
    /// <summary>It stays: phones keep time by the network.</summary>
    Fixed,

    /// <summary>
    /// It follows the most advanced of the last four accepted codes: a token's crystal runs fast or slow.
    /// </summary>
    Follows,
}
