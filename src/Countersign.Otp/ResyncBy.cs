namespace Countersign.Otp;

/// <summary>Who asks for a resync.</summary>
public enum ResyncBy
{
    /// <summary>The user the device belongs to: steps never go back.</summary>
    Owner,

    /// <summary>An administrator: steps may go back.</summary>
    Administrator,
}
