namespace Countersign.Otp;

/// <summary>Where two consecutive codes fit.</summary>
/// <param name="Step">The step or counter of the second code.</param>
/// <param name="DriftSteps">By how many steps the device's clock is ahead of the server's; 0 for HOTP.</param>
public readonly record struct ConsecutiveMatch(long Step, int DriftSteps);
