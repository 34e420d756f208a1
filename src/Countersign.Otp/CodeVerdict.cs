namespace Countersign.Otp;

/// <summary>What became of a code.</summary>
/// <param name="Outcome">Whether it is accepted, and if not, why.</param>
/// <param name="Step">The step or counter it belongs to; <see cref="NoStep"/> when it is wrong.</param>
/// <param name="Next">The state to store when it is accepted; else the state as it was.</param>
public readonly record struct CodeVerdict(CodeOutcome Outcome, long Step, OathState Next)
{
    /// <summary>The <see cref="Step"/> of a wrong code.</summary>
    public const long NoStep = -1;
}

/// <summary>
/// The outcomes of judging a code. Callers learn only whether it was accepted; the rest is for the audit.
/// </summary>
public enum CodeOutcome
{
    /// <summary>It belongs to no candidate step.</summary>
    Wrong,

    /// <summary>It is right, but for a step that was used, or lies before one that was used.</summary>
    AlreadyUsed,

    /// <summary>It is right and fresh; once <see cref="CodeVerdict.Next"/> is stored it is spent.</summary>
    Accepted,
}
