using System.Globalization;
using Countersign.Otp;
using Countersign.Otp.SeedFiles;

namespace Countersign.Clients.Tests.Seeds;

/// <summary>Other people's programs write what we read, and read what we write.</summary>
public sealed class PskcToolsTests : IDisposable
{
    private const string Passphrase = "grüße aus Köln", Key = "000102030405060708090a0b0c0d0e0f";

    private static readonly (string Serial, string Secret, string Parameters, long Counter, int Drift)[] Tokens =
    [
        ("100000001", "3132333435363738393031323334353637383930", "hotp,sha1,6", 0, 0),
        ("100000002", "3c2c85f0687362242966e027336ca82c30ec2836", "hotp,sha1,8", 4294967296, 0),
        ("200000001", "dc023810c040138582592c2317c6245bf668a5a6", "totp,sha1,6,30", 0, 0),
        ("200000002", "cc34e1b6f2fac356c5c6db850c9c91e0e20a27c6a9bf8838b3b64a3fe4495418", "totp,sha256,8,60", 0, -3),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-seeds-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("", ""), InlineData("-p", Passphrase), InlineData("-s", Key)]
    public async Task What_csv2pskc_writes_is_read(string option, string value)
    {
        var csv = InFolder("in.csv");
        await File.WriteAllLinesAsync(
            csv,
            ["serial,secret,algorithm,algorithm_suite,response_length,counter,time_interval,time_drift", .. Tokens.Select(CsvLine)],
            TestContext.Current.CancellationToken);
        string[] encryption = option.Length > 0 ? [option, value] : [];

        var ran = await Tool.Run("csv2pskc", ["-o", InFolder("in.pskcxml"), .. encryption, csv]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        using var file = File.OpenRead(InFolder("in.pskcxml"));
        var keys = option switch
        {
            "-p" => new SeedFileKeys(value),
            "-s" => new SeedFileKeys(PreSharedKey: Convert.FromHexString(value)),
            _ => SeedFileKeys.None,
        };
        Assert.Equal(Tokens, SeedFile.Open(file, keys).Rows.Select(row => Facts(Assert.IsType<OathSeed>(row.Token))));
    }

    [Theory, InlineData(null), InlineData(Passphrase)]
    public async Task What_we_write_pskc2csv_reads(string? passphrase)
    {
        var file = Written(passphrase);
        string[] encryption = passphrase is null ? [] : ["-p", passphrase];

        var ran = await Tool.Run(
            "pskc2csv",
            ["-c", "serial,secret,algorithm_suite,response_length,counter,time_interval,time_drift", .. encryption, file]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(
            ["serial,secret,algorithm_suite,response_length,counter,time_interval,time_drift",
                .. Tokens.Select(token => CsvLine(token).Replace(AlgorithmOf(token), ",", StringComparison.Ordinal))],
            ran.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            StringComparer.Ordinal);
    }

    [Theory, InlineData(null), InlineData(Passphrase)]
    public async Task What_we_write_fits_the_schema_of_RFC_6030(string? passphrase)
    {
        var ran = await Tool.Run("pskctool", ["-e", Written(passphrase)]);

        Assert.True(ran.ExitCode == 0 && ran.Output.Contains("OK", StringComparison.Ordinal), ran.Output + ran.Error);
    }

    [Fact]
    public async Task What_we_write_pskctool_reads()
    {
        var ran = await Tool.Run("pskctool", ["--strict", "-i", "-v", Written(null)]);

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.All(Tokens, token => Assert.Contains(token.Serial, ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_was_read_gives_the_codes_of_oathtool()
    {
        using var file = File.OpenRead(Written(Passphrase));
        var time = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
        foreach (var row in SeedFile.Open(file, new SeedFileKeys(Passphrase)).Rows)
        {
            var seed = Assert.IsType<OathSeed>(row.Token);
            var parameters = seed.Parameters.Known!.Value;
            var isTotp = seed.Parameters.Kind == OathKind.Totp;
            var hex = Tokens.Single(token => token.Serial == seed.SerialNumber).Secret;

            var ran = await Tool.Run("oathtool", isTotp
                ? [$"--totp={parameters.Hash}", "-d", $"{parameters.Digits}", "-s", $"{parameters.Period.TotalSeconds}s", "-N",
                    time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture), hex]
                : ["--hotp", "-d", $"{parameters.Digits}", "-c", $"{seed.Counter}", hex]);

            var code = isTotp
                ? Totp.Compute(seed.Secret.Span, parameters, time)
                : Hotp.Compute(seed.Secret.Span, (ulong)seed.Counter, parameters.Hash, parameters.Digits);
            Assert.True(OneTimeCode.TryParse(ran.Output.Trim(), out var expected), ran.Error);
            Assert.True(expected == code, seed.SerialNumber);
        }
    }

    private string Written(string? passphrase)
    {
        var path = InFolder("out.pskcxml");
        using var file = File.Create(path);
        using var writer = passphrase is null ? PskcWriter.InClear(file) : PskcWriter.Encrypted(file, passphrase, 1000);
        foreach (var token in Tokens)
        {
            writer.Write(new OathSeed
            {
                SerialNumber = token.Serial,
                Secret = Convert.FromHexString(token.Secret),
                Parameters = OathTokenParameters.Parse(token.Parameters),
                Counter = token.Counter,
                DriftSteps = token.Drift,
                Manufacturer = "oath.TT",
                Model = "C & <D>",
                UserName = "anna",
                NotBefore = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                NotAfter = new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero),
            });
        }
        return path;
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static (string, string, string, long, int) Facts(OathSeed seed) =>
        (seed.SerialNumber, Convert.ToHexStringLower(seed.Secret.Span), seed.Parameters.Write(), seed.Counter, seed.DriftSteps);

    private static string AlgorithmOf((string Serial, string Secret, string Parameters, long Counter, int Drift) token) =>
        $",{token.Parameters[..4]},";

    private static string CsvLine((string Serial, string Secret, string Parameters, long Counter, int Drift) token)
    {
        var parameters = OathTokenParameters.Parse(token.Parameters);
        var moving = parameters.Kind == OathKind.Totp ? $",{parameters.Period!.Value.TotalSeconds},{token.Drift}" : $"{token.Counter},,";
        return $"{token.Serial},{token.Secret}{AlgorithmOf(token)}HMAC-{parameters.Hash},{parameters.Digits},{moving}"
            .Replace("HMAC-Sha", "HMAC-SHA", StringComparison.Ordinal);
    }
}
