using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>A kind of device that shows codes: how they are judged.</summary>
internal abstract class CodeDevice : SecondFactor
{
    public override ProofForm Proof => ProofForm.Code;

    /// <summary>How far from the present step two codes may lie where a second one is asked for after wrong ones.</summary>
    public virtual TimeSpan NextCodeWindow(MfaDevice device) => TimeSpan.Zero;

    /// <summary>Judges one code. Looks at every candidate, whatever matched.</summary>
    public abstract CodeVerdict Verify(MfaDevice device, ReadOnlySpan<byte> secret, Passcode code, DateTimeOffset now);

    /// <summary>Finds where two consecutive codes fit; null when they do not.</summary>
    public abstract PairFit? FindConsecutive(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window);

    /// <summary>Why two codes do not fit.</summary>
    public abstract PairDiagnosis Diagnose(
        MfaDevice device, ReadOnlySpan<byte> secret, Passcode first, Passcode second, DateTimeOffset now, TimeSpan window);
}

/// <summary>Where two codes fit, and what they have told of the device.</summary>
/// <param name="Match">The step, and how far the clock is off.</param>
/// <param name="Parameters">For <c>mfa_devices.parameters</c>: what the codes have settled, where the maker's file left it open.</param>
internal readonly record struct PairFit(ConsecutiveMatch Match, string Parameters);
