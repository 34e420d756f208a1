using Countersign.Otp;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>A kind of MFA device: how its codes are judged. Adding a kind is adding a subclass, which is found.</summary>
internal abstract class SecondFactor
{
    private static readonly Dictionary<string, SecondFactor> Kinds = typeof(SecondFactor).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(SecondFactor)) && !type.IsAbstract)
        .Select(type => (SecondFactor)Activator.CreateInstance(type)!)
        .ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>The kind's name in the database.</summary>
    public abstract string Kind { get; }

    /// <summary>The kind's name on pages.</summary>
    public abstract string Label { get; }

    /// <summary>Judges one code. Looks at every candidate, whatever matched.</summary>
    public abstract CodeVerdict Verify(ReadOnlySpan<byte> secret, OathState state, OneTimeCode code, DateTimeOffset now);

    /// <summary>Finds where two consecutive codes fit; null when they do not.</summary>
    public abstract ConsecutiveMatch? FindConsecutive(
        ReadOnlySpan<byte> secret, OneTimeCode first, OneTimeCode second, DateTimeOffset now, TimeSpan window);

    /// <summary>Why two codes do not fit.</summary>
    public abstract PairDiagnosis Diagnose(
        ReadOnlySpan<byte> secret, OathState state, OneTimeCode first, OneTimeCode second, DateTimeOffset now, TimeSpan window);

    public static SecondFactor Of(MfaDevice device) => OfKind(device.Kind);

    public static SecondFactor OfKind(string kind) => Kinds[kind];
}
