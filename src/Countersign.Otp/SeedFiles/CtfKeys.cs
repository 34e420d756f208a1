namespace Countersign.Otp.SeedFiles;

/// <summary>Password and device id of a SecurID token string, and what is said when they do not open it.</summary>
internal static class CtfKeys
{
    // A token for all devices of a kind is bound to the kind's id, which RSA's apps carry in them.
    private static readonly string[] Kinds =
    [
        "556f1985-33dd-442c-9155-3a0e994f21b1",    // iPhone
        "a01c4380-fc01-4df0-b113-7fb98ec74694",    // Android
        "868c28f8-31bf-4911-9876-ebece5c3f2ab",    // BlackBerry
        "b77a1d06-d505-4200-90d3-1bb397748704",    // BlackBerry 10
        "c483b592-63f0-4f19-b4cb-a6bce8e57159",    // Windows Phone
        "8f94b226-d362-4204-ac52-3b21fa333b6f",    // Windows
        "d0955a53-569b-4ecc-9cf7-6c2a59d4e775",    // macOS
    ];

    /// <summary>
    /// The ids to try: the one that was given and those of kinds of devices, of which nobody needs to be asked.
    /// </summary>
    public static IEnumerable<string> Devices(string? given) =>
        string.IsNullOrWhiteSpace(given) ? Kinds : [given, .. Kinds];

    /// <summary>None of these devices is the token's.</summary>
    public static SeedFileException DeviceUnknown(string? given) => string.IsNullOrWhiteSpace(given)
        ? new SeedFileException(
            SeedFileFault.DeviceIdNeeded,
            "The token is bound to a device. Type the device's id; RSA's app shows it under About or Information.")
        : new SeedFileException(
            SeedFileFault.WrongDeviceId, "The token is bound to another device than the id that was typed.");

    /// <summary>The token is protected, and no password was given.</summary>
    public static SeedFileException PasswordMissing() => new(
        SeedFileFault.PassphraseNeeded, "The token is protected by a password. Type the one that came with it.");

    /// <summary>The password was not the token's.</summary>
    public static SeedFileException PasswordWrong() => new(
        SeedFileFault.WrongPassphrase,
        "The password does not open the token. It is the one that came with it, upper and lower case as given.");
}
