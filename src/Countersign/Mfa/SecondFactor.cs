using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>A kind of MFA device. Adding a kind is adding a subclass, which is found, and a row of the console's wizard.</summary>
internal abstract class SecondFactor
{
    private static readonly Dictionary<string, SecondFactor> Kinds = typeof(SecondFactor).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(SecondFactor)) && !type.IsAbstract)
        .Select(type => (SecondFactor)Activator.CreateInstance(type)!)
        .ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>Every kind, in the order of their labels.</summary>
    public static IReadOnlyList<SecondFactor> All { get; } = [.. Kinds.Values.OrderBy(kind => kind.Label, StringComparer.Ordinal)];

    /// <summary>The kind's name in the database.</summary>
    public abstract string Kind { get; }

    /// <summary>The kind's name on pages.</summary>
    public abstract string Label { get; }

    /// <summary>What becomes of a device that is taken from its user.</summary>
    public abstract Afterlife Afterlife { get; }

    /// <summary>What its owner gives as proof.</summary>
    public abstract ProofForm Proof { get; }

    /// <summary>How far the device's clock was ahead when that was learnt last, negative when slow; null when it counts no time.</summary>
    public virtual TimeSpan? ClockAhead(MfaDevice device) => null;

    /// <summary>Digits of its codes; null when it shows none, or that is not known yet.</summary>
    public virtual int? Digits(MfaDevice device) => null;

    /// <summary>Whether after so many wrong tries in a row a single code no longer counts, and the next one is asked for too.</summary>
    public virtual bool AsksForNextCode(int wrongTries) => false;

    /// <summary>What its owner's PIN does to the code; null for a kind that knows no PIN.</summary>
    public virtual PinStyle? Pin(MfaDevice device) => null;

    /// <summary>Takes from a device that goes back to the inventory what was its owner's alone.</summary>
    public virtual Task Return(MfaDevice device, Call call) => Task.CompletedTask;

    public static SecondFactor Of(MfaDevice device) => OfKind(device.Kind);

    public static SecondFactor OfKind(string kind) => Kinds[kind];
}

/// <summary>What becomes of a device that is taken from its user.</summary>
public enum Afterlife
{
    /// <summary>It is nobody's until it is deleted, as AWS has it for virtual devices.</summary>
    Kept,

    /// <summary>It goes back to the token inventory, with what it has spent.</summary>
    Inventory,

    /// <summary>It is gone with its user.</summary>
    Gone,
}

/// <summary>What the owner of a device gives as proof.</summary>
public enum ProofForm
{
    /// <summary>A code that the device shows.</summary>
    Code,

    /// <summary>A signature that the browser asks the device for (WebAuthn).</summary>
    Assertion,
}

/// <summary>What the PIN of a device's owner does to the code.</summary>
public enum PinStyle
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The device is told the PIN, and adds it to the code.</summary>
    Added,

    /// <summary>It is typed before the code.</summary>
    Prepended,
}
