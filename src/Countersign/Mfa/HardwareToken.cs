using Countersign.Otp;

namespace Countersign.Mfa;

/// <summary>A fob or card with an OATH seed: SafeNet, Feitian, Token2, Yubico and their like. It comes from the token inventory and goes back to it.</summary>
internal sealed class HardwareToken : OathDevice
{
    /// <summary>The kind's name in the database.</summary>
    public const string Name = "oath";

    public override string Kind => Name;

    public override string Label => "Hardware token";

    public override Afterlife Afterlife => Afterlife.Inventory;

    /// <summary>A crystal runs fast or slow, month after month.</summary>
    protected override DriftPolicy Drift => DriftPolicy.Follows;
}
