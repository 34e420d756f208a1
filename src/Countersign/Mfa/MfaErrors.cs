using Countersign.Otp;

namespace Countersign.Mfa;

/// <summary>What a person is told in the console when two codes do not fit. The wire has one text for all: <see cref="IamErrors.CodesDoNotFit"/>.</summary>
internal static class MfaErrors
{
    private const string First = "AuthenticationCode1";
    private const string Second = "AuthenticationCode2";

    public static ApiError CodesDoNotFit(PairDiagnosis diagnosis) => diagnosis.Fault switch
    {
        PairFault.SameCode => Refuse(Second, "That is the same code. Wait until the app shows a new one."),
        PairFault.OrderSwapped => Refuse(Second, "These two are the other way round. Type the older code first."),
        PairFault.NotNeighbours => Refuse(Second, "Another code was shown between these two. Type one code, wait for the very next one, and type that."),
        PairFault.ClockFarOff => Refuse(Second, $"The codes are right, but the clock of the device is {Ahead(diagnosis.ClockAhead)}. Set its time (on a phone: automatically) and try again."),
        PairFault.OtherParameters => Refuse(Second, "The app makes codes in another way than the QR code says. Delete the entry and scan again, or use another app: 6 digits, SHA-1, every 30 seconds."),
        PairFault.FirstWrong => Refuse(First, "The first code is not right. Type the code that the app shows now, then the next one."),
        PairFault.SecondWrong => Refuse(Second, "The second code is not right. It must be the very next one that the app shows."),
        PairFault.AlreadyUsed => IamErrors.CodesAlreadyUsed("These codes have been used already. Wait for two new ones."),
        _ => Refuse(First, "Neither code is one of this device. Check that you look at the right entry in the app, and scan the code again if there are several."),
    };

    public static ApiError BadName() => new(
        "ValidationError", 400, "A device name has 1 to 128 letters, digits and + = , . @ _ - (no spaces).")
    { Member = "DeviceName" };

    public static ApiError NameTaken(string name) => new(
        "EntityAlreadyExists", 409, $"There is a device named {name} already. Choose another name.")
    { Member = "DeviceName" };

    /// <summary>A token that is reported lost, disabled, or outside its maker's dates.</summary>
    public static ApiError NotToBeUsed(Storage.MfaDevice device) => new("InvalidInput", 400, device switch
    {
        { Status: Storage.MfaDevice.Lost } => $"The token {device.SerialNumber} is reported lost. An administrator can make it available again in the token inventory.",
        { Status: Storage.MfaDevice.Disabled } => $"The token {device.SerialNumber} is disabled. An administrator can make it available again in the token inventory.",
        _ => $"The token {device.SerialNumber} is outside the dates in its maker's file. Use another one.",
    })
    { Member = "SerialNumber" };

    public static ApiError BadHours(int most) => new(
        "ValidationError", 400, $"A one-time code is good for 1 to {most} hours.")
    { Member = "Hours" };

    public static ApiError NoBypassForOneself() => new(
        "AccessDenied", 403, "A one-time code is for somebody else. For yourself, create recovery codes.");

    public static ApiError NothingToBypass(string userName) => new(
        "InvalidInput", 400, $"{userName} has no MFA device, so sign-in asks for none: there is nothing that a one-time code could stand in for.");

    public static ApiError NoAaguid() => new(
        "ValidationError", 400, "An AAGUID is a UUID such as 2fc0579f-8113-47ea-b116-bb5a8db9202a, one a line. The maker of the security key publishes it.")
    { Member = "AllowedAaguids" };

    public static ApiError TooManyModels(int most) => new(
        "ValidationError", 400, $"At most {most} models can be allowed.")
    { Member = "AllowedAaguids" };

    /// <summary>The settings that were looked at are no longer those that stand.</summary>
    public static ApiError SettingsChanged() => new(
        "ConcurrentModification", 409, "Somebody else has changed the settings meanwhile. Look at them again, then save.");

    public static ApiError BadPin() => new("ValidationError", 400, "A PIN has 4 to 8 digits.") { Member = "Pin" };

    public static ApiError KnowsNoPin() => new("NoSuchEntity", 404, "Only RSA SecurID tokens know a PIN.");

    public static ApiError EnrolmentOver() => new(
        "NoSuchEntity", 404, "The time for setting up this device is over, or it was set up in another browser. Start again.");

    private static ApiError Refuse(string member, string message) => new("InvalidAuthenticationCode", 403, message) { Member = member };

    private static string Ahead(TimeSpan ahead)
    {
        var off = ahead.Duration();
        var words = off.TotalHours >= 2 ? $"{off.TotalHours:0} hours" : $"{off.TotalMinutes:0} minutes";
        return $"{words} {(ahead > TimeSpan.Zero ? "fast" : "slow")}";
    }
}
