namespace Countersign.Otp.Tests;

/// <summary>
/// A phone or token whose clock is ahead of the server's by some time, and a server that remembers it.
/// </summary>
internal sealed class Device(DriftPolicy policy, TimeSpan ahead)
{
    // Eight digits, so that the histories of a property do not trip over codes that are equal by chance.
    private static readonly OathParameters Parameters = OathParameters.Default with { Digits = 8 };

    private readonly HashSet<long> _accepted = [];

    public DateTimeOffset Now { get; set; } = A.Noon;

    public TimeSpan Ahead { get; set; } = ahead;

    public OathState State { get; private set; }

    /// <summary>The step of the code that is on the display.</summary>
    public long Shown => ShownAt(Now);

    public long ShownAt(DateTimeOffset when) => Totp.StepAt(when + Ahead, Parameters);

    public static OneTimeCode CodeOf(long step) => Hotp.Compute(A.Key, (ulong)step, Parameters.Hash, Parameters.Digits);

    /// <summary>Enrols with the code on the display and the one before it.</summary>
    public Device Enrol() => EnrolWith(Shown);

    public Device EnrolWith(long second)
    {
        var match = Totp.FindConsecutive(
            A.Key, Parameters, CodeOf(second - 1), CodeOf(second), Now, Totp.DefaultWindow);
        State = OathState.Enrol(match!.Value);
        _accepted.UnionWith([second - 1, second]);
        return this;
    }

    /// <summary>
    /// Types the code of a step, and keeps what the verdict says; asserts that no step is accepted twice.
    /// </summary>
    public CodeOutcome Type(long step)
    {
        var verdict = Totp.Verify(A.Key, Parameters, State, CodeOf(step), Now, policy);
        if (verdict.Outcome == CodeOutcome.Accepted)
        {
            Assert.Equal(CodeOf(step), CodeOf(verdict.Step));
            Assert.True(_accepted.Add(verdict.Step), "A step was accepted twice.");
            Assert.True(verdict.Step >= State.NextStep, "A step before the first acceptable one was accepted.");
            Assert.Equal(verdict.Step + 1, verdict.Next.NextStep);
        }
        else
        {
            Assert.Equal(State, verdict.Next);
        }
        State = verdict.Next;
        return verdict.Outcome;
    }

    public bool WasAccepted(long step) => _accepted.Contains(step);
}
