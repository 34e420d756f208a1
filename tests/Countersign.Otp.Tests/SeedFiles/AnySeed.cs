using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>Tokens of every kind, made up.</summary>
internal static class AnySeed
{
    private static readonly string?[] Names = [null, "ACME", "Grüße & <Söhne>", "a,b;c \"d\"", "日本", "\U0001F511"];

    private static readonly Gen<string?> Name = Gen.Int[0, 5].Select(i => Names[i]);

    private static readonly Gen<DateTimeOffset?> Date =
        Gen.OneOf(Gen.Const((DateTimeOffset?)null), Gen.DateTimeOffset.Select(date => (DateTimeOffset?)date));

    private static readonly Gen<OathTokenParameters> Parameters = Gen.Select(
        Gen.Bool, Gen.Int[0, 3], Gen.Int[5, 8], Gen.Int[0, 86_400],
        (isTotp, hash, digits, seconds) => new OathTokenParameters(
            isTotp ? OathKind.Totp : OathKind.Hotp, hash == 3 ? null : (OathHash)hash, digits == 5 ? null : digits,
            isTotp && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null));

    public static readonly Gen<OathSeed> Any = Gen.Select(
        Gen.Char["ABC019_+=/,.@-"].Array[1, 20], Gen.Byte.Array[10, 128], Parameters,
        Gen.Select(Name, Name, Name), Gen.Select(Date, Date), Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[-100_000, 100_000]),
        (serial, secret, parameters, names, dates, moving) => new OathSeed
        {
            SerialNumber = new string(serial),
            Secret = secret,
            Parameters = parameters,
            Manufacturer = names.Item1,
            Model = names.Item2,
            UserName = names.Item3,
            NotBefore = dates.Item1,
            NotAfter = dates.Item2,
            Counter = parameters.Kind == OathKind.Hotp ? moving.Item1 : 0,
            DriftSteps = parameters.Kind == OathKind.Totp ? moving.Item2 : 0,
        });

    /// <summary>Everything about a token but its warnings, comparable.</summary>
    public static (string, string, string, (string?, string?, string?), (DateTimeOffset?, DateTimeOffset?), long, int) Facts(
        OathSeed seed) =>
        (seed.SerialNumber, seed.HexOf(), seed.Parameters.Write(), (seed.Manufacturer, seed.Model, seed.UserName),
            (seed.NotBefore, seed.NotAfter), seed.Counter, seed.DriftSteps);
}
