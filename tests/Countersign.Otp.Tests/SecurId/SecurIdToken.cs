using Countersign.Otp.SecurId;

namespace Countersign.Otp.Tests.SecurId;

/// <summary>
/// A token whose clock is ahead of the server's by some time, and a server that remembers it.
/// </summary>
internal sealed class SecurIdToken(DriftPolicy policy, TimeSpan ahead)
{
    public static readonly byte[] Seed = Convert.FromHexString("0cd1105cd1aafd893e89f1eb7b800dd8");

    public static readonly SecurIdParameters Parameters = new("584917508172", 8, TimeSpan.FromMinutes(1));

    private readonly HashSet<long> _accepted = [];

    public DateTimeOffset Now { get; set; } = A.Noon;

    public OathState State { get; private set; }

    /// <summary>The step of the code that is on the display.</summary>
    public long Shown => ShownAt(Now);

    public static OneTimeCode CodeAt(DateTimeOffset time) => SecurIdCode.Compute(Seed, Parameters, time);

    public static OneTimeCode CodeOf(long step) =>
        CodeAt(DateTimeOffset.FromUnixTimeSeconds(step * (long)Parameters.Interval.TotalSeconds));

    public static long StepOf(DateTimeOffset time) => SecurIdCode.StepAt(time, Parameters);

    public long ShownAt(DateTimeOffset when) => StepOf(when + ahead);

    /// <summary>Enrols with the code on the display and the one before it.</summary>
    public SecurIdToken Enrol()
    {
        var match = SecurIdCode.FindConsecutive(
            Seed, Parameters, CodeOf(Shown - 1), CodeOf(Shown), Now, Totp.DefaultWindow);
        State = OathState.Enrol(match!.Value);
        _accepted.UnionWith([Shown - 1, Shown]);
        return this;
    }

    /// <summary>
    /// Types the code of a step, and keeps what the verdict says; asserts that no step is accepted twice.
    /// </summary>
    public CodeOutcome Type(long step)
    {
        var verdict = SecurIdCode.Verify(Seed, Parameters, State, CodeOf(step), Now, policy);
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
