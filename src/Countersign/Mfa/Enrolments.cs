using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>Devices that a console wizard is setting up: bound to that browser's session, and gone after a quarter of an hour.</summary>
internal static class Enrolments
{
    /// <summary>How long the page with the QR code may be open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>False for a device of somebody else's wizard, or one whose time is up: it does not exist for this caller.</summary>
    public static bool MayUse(MfaDevice device, Call call) =>
        device.WizardSession is null
        || (call.Browser is { } browser && device.WizardSession.AsSpan().SequenceEqual(browser) && device.ExpiresAt > call.Now);
}
