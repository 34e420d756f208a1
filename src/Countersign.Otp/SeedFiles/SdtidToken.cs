using System.Globalization;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>One TKN element of an sdtid file.</summary>
/// <param name="token">The element.</param>
/// <param name="header">The header, where the values stand that tokens have in common.</param>
/// <param name="number">Counted from 1.</param>
internal sealed class SdtidToken(SdtidSection token, SdtidSection header, int number)
{
    /// <summary>The Death of a token whose last day is not known: stoken refuses one that has none.</summary>
    public const string Never = "9999/12/31";

    private readonly string? _serial = token.Find("SN") is { Length: > 0 and <= 12 } serial
        && !serial.AsSpan().ContainsAnyExceptInRange('0', '9') ? serial.PadLeft(12, '0') : null;

    /// <summary>What can be said against the token before it is decrypted; null when nothing.</summary>
    public string? FaultInClear() =>
        _serial is null ? "Its serial number, SN, is not 1 to 12 digits."
        : Find("Alg") switch
        {
            "1" => null,
            "0" => "It is a 64-bit (SID) token: only 128-bit (AES) tokens can be read.",
            _ => "Its algorithm, Alg, is not 1: only 128-bit (AES) tokens can be read.",
        };

    /// <summary>The row of a token that cannot be used.</summary>
    public SeedRow Refused(string refusal) => new(Where, _serial, null, refusal);

    /// <summary>The row of a token, once the file is opened.</summary>
    public SeedRow Decrypt(SdtidKeys keys)
    {
        if (!keys.AuthenticatesToken(token))
            return Refused("It has been changed on its way: its TokenMAC does not fit. Fetch the file again.");
        if (Find("Digits") is not ("6" or "8"))
            return Refused("Its number of digits is not 6 or 8.");
        if (Find("Interval") is not ("30" or "60"))
            return Refused("Its interval is not 30 or 60 seconds.");
        if (!TryReadDay("Birth", out var birth) || !TryReadDay("Death", out var death))
            return Refused("Its Birth or Death is not a day written as 2030/12/31.");
        if (keys.Decrypt(token) is not { } seed)
            return Refused("Its Seed is not 16 bytes.");

        var parameters = new SecurIdParameters(
            _serial!, Find("Digits") == "6" ? 6 : 8, TimeSpan.FromSeconds(Find("Interval") == "30" ? 30 : 60),
            Find("AddPIN") == "1" ? SecurIdPinStyle.Added : SecurIdPinStyle.None);
        return new SeedRow(Where, _serial, new SecurIdSeed
        {
            SerialNumber = parameters.SerialNumber,
            Secret = seed,
            Parameters = parameters,
            Manufacturer = "RSA",
            UserName = UserName(),
            NotBefore = birth,
            NotAfter = death?.AddDays(1),    // the last day is a day of use
            Warnings = SecurIdSeed.WarningsFor(parameters),
        }, null);
    }

    private string Where => string.Create(CultureInfo.InvariantCulture, $"TKN {number}");

    // A token may say for itself what the header says for all.
    private string? Find(string name) => token.Find(name) ?? header.Find("Def" + name) ?? header.Find(name);

    private bool TryReadDay(string name, out DateTimeOffset? day)
    {
        day = null;
        if (Find(name) is not { Length: > 0 } text || text == Never)
            return true;
        var isDay = DateTimeOffset.TryParseExact(
            text, "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        day = isDay ? value : null;
        return isDay;
    }

    private string? UserName() =>
        token.Find("UserLogin") is { Length: > 0 and <= 256 } login && !login.Any(char.IsControl) ? login : null;
}
