using System.Text;
using System.Xml.Linq;
using Countersign.Otp;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;

namespace Countersign.Clients.Tests.SecurId;

public sealed class StokenTests : IDisposable
{
    private const string Password = "Zürich <&> 2026", Device = "0a1b2c3d4e5f60718293", Pin = "90417";

    private static readonly DateTimeOffset Time = new(2026, 12, 31, 23, 59, 31, TimeSpan.Zero);

    private readonly Stoken _stoken = new();

    public void Dispose() => _stoken.Dispose();

    [Theory]
    [InlineData(6, 60, 0), InlineData(6, 30, 1), InlineData(8, 60, 1), InlineData(8, 30, 0)]
    public async Task A_token_that_stoken_has_just_made_shows_our_tokencodes(int digits, int interval, int addPin)
    {
        var file = await _stoken.Issue(Header(digits, interval, addPin));

        var seed = Read(file);

        Assert.Equal((digits, interval), (seed.Parameters.Digits, (int)seed.Parameters.Interval.TotalSeconds));
        for (var i = 0; i < 12; i++)
        {
            var time = Time.AddSeconds(29 * i);
            var shown = await Tokencode(seed, file, time);
            Assert.Equal(shown, SecurIdCode.Compute(seed.Secret.Span, seed.Parameters, time));
        }
    }

    [Fact]
    public async Task What_stoken_shows_enrols_a_token_three_hours_off_and_signs_in_once()
    {
        var file = await _stoken.Issue(Header(6, 60, addPin: 0));
        var seed = Read(file);
        var (key, token) = (seed.Secret, seed.Parameters);

        var codes = new OneTimeCode[3];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = await Tokencode(seed, file, Time.AddHours(3).AddMinutes(i));

        var pair = SecurIdCode.FindConsecutive(key.Span, token, codes[0], codes[1], Time, Totp.DefaultWindow);
        var state = OathState.Enrol(pair!.Value);
        var code = codes[2];
        var first = SecurIdCode.Verify(key.Span, token, state, code, Time.AddMinutes(1), DriftPolicy.Follows);
        var second = SecurIdCode.Verify(key.Span, token, first.Next, code, Time.AddMinutes(1), DriftPolicy.Follows);

        Assert.Equal(181, pair.Value.DriftSteps);
        Assert.Equal((CodeOutcome.Accepted, CodeOutcome.AlreadyUsed), (first.Outcome, second.Outcome));
    }

    [Theory]
    [InlineData(), InlineData("--v3"), InlineData("--android"), InlineData("--iphone"), InlineData("--blocks")]
    public async Task Every_form_that_stoken_writes_is_read(params string[] form)
    {
        // The same token each time, since a wrong password goes through once in 32768.
        var file = await _stoken.Issue(
            Header(8, 60, addPin: 1) + "<Secret>AAECAwQFBgcICQoLDA0ODw==</Secret>",
            "<SN>584917508172</SN><Seed>=AAECAwQFBgcICQoLDA0ODw==</Seed>");

        var text = await _stoken.Export(file, form);
        var locked = await _stoken.Export(file, [$"--new-password={Password}", $"--new-devid={Device}", .. form]);

        Assert.Equal(Hex(Read(file)), Hex(Read(text)));
        Assert.Equal(Hex(Read(file)), Hex(Read(locked, Password, Device)));
        Assert.Equal(SeedFileFault.PassphraseNeeded, FaultOf(locked, null, Device));
        Assert.Equal(SeedFileFault.WrongPassphrase, FaultOf(locked, Password + "x", Device));
        Assert.Equal(SeedFileFault.DeviceIdNeeded, FaultOf(locked, Password, null));
        Assert.Equal(SeedFileFault.WrongDeviceId, FaultOf(locked, Password, Device + "0"));
    }

    [Theory]
    [InlineData(""), InlineData("<SN>123456789</SN><UserLogin>zoë &amp; co</UserLogin>")]
    [InlineData("<UserFirstName></UserFirstName><UserLogin>a</UserLogin>")]
    public async Task A_file_with_a_password_is_read_whatever_is_in_it(string token)
    {
        var file = await _stoken.Issue("<Name/><Origin>ö</Origin>", token, $"--new-password={Password}");

        var seed = Read(file, Password);

        Assert.Equal(
            await Tokencode(seed, file, Time, $"--password={Password}"),
            SecurIdCode.Compute(seed.Secret.Span, seed.Parameters, Time));
        Assert.Equal(SeedFileFault.PassphraseNeeded, FaultOf(file, null, null));
        Assert.Equal(SeedFileFault.WrongPassphrase, FaultOf(file, Password[1..], null));
    }

    [Fact]
    public async Task A_file_for_a_device_needs_no_device_id()
    {
        var file = await _stoken.Issue("", "", $"--new-devid={Device}");

        Assert.Contains(Device, file, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SecurIdCode.SeedSize, Read(file).Secret.Length);
    }

    [Theory]
    [InlineData(6, 60, SecurIdPinStyle.None, Password), InlineData(8, 60, SecurIdPinStyle.Added, Password)]
    [InlineData(8, 30, SecurIdPinStyle.None, "ein Passwort von 32 Zeichen Lng"), InlineData(6, 30, SecurIdPinStyle.Prepended, " blank at both ends ")]
    public async Task A_token_that_we_export_shows_our_tokencodes(int digits, int interval, SecurIdPinStyle style, string password)
    {
        foreach (var seed in (SecurIdSeed[])[Token(digits, interval, style), Token(digits, interval, style) with { NotBefore = null, NotAfter = null, UserName = null }])
        {
            var file = Written(password, seed);

            for (var i = 0; i < 4; i++)
            {
                var time = Time.AddSeconds(29 * i);
                var shown = await Tokencode(Read(file, password), file, time, $"--password={password}");
                Assert.Equal(SecurIdCode.Compute(seed.Secret.Span, seed.Parameters, time), shown);
            }
        }
    }

    [Fact]
    public async Task What_stoken_imports_of_ours_has_its_serial_number_and_its_last_day()
    {
        var shown = await _stoken.Import(Written(Password, Token(8, 60, SecurIdPinStyle.None)), Password);

        Assert.Matches(@"Serial number +: 000123456789\n", shown);
        Assert.Matches(@"Expiration date +: 2031/01/01\n", shown);
    }

    [Fact]
    public async Task Each_token_of_a_batch_that_we_export_does_for_itself_once_the_others_are_cut_out()
    {
        // stoken does not read a file with more than one token.
        SecurIdSeed[] seeds = [Token(8, 60, SecurIdPinStyle.None), Token(6, 30, SecurIdPinStyle.Added)];
        var batch = XDocument.Parse(Written(Password, seeds), LoadOptions.PreserveWhitespace);

        for (var i = 0; i < seeds.Length; i++)
        {
            var one = new XDocument(batch);
            one.Root!.Elements("TKN").Where((_, index) => index != i).Remove();
            var file = one.Declaration + one.ToString(SaveOptions.DisableFormatting);
            Assert.Equal(
                SecurIdCode.Compute(seeds[i].Secret.Span, seeds[i].Parameters, Time),
                await Tokencode(seeds[i], file, Time, $"--password={Password}"));
        }
    }

    private static SecurIdSeed Token(int digits, int interval, SecurIdPinStyle style) => new()
    {
        SerialNumber = "000123456789",
        Secret = Convert.FromHexString("0cd1105cd1aafd893e89f1eb7b800dd8"),
        Parameters = new SecurIdParameters("000123456789", digits, TimeSpan.FromSeconds(interval), style),
        UserName = "Zoë & co",
        NotBefore = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        NotAfter = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static string Written(string password, params SecurIdSeed[] seeds)
    {
        using var stream = new MemoryStream();
        using (var writer = new SdtidWriter(stream, password))
        {
            foreach (var seed in seeds)
                writer.Write(seed);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // With the PIN typed into it, if it takes one.
    private async Task<OneTimeCode> Tokencode(
        SecurIdSeed seed, string file, DateTimeOffset time, params string[] options)
    {
        var shown = await _stoken.Tokencode(file, time, Pin, options);
        Assert.True(SecurIdPin.TryParse(Pin, out var pin));
        Assert.True(Passcode.TryParse(shown, out var passcode));
        return pin.TokencodeOf(passcode, seed.Parameters);
    }

    private static string Header(int digits, int interval, int addPin) =>
        $"<DefDigits>{digits}</DefDigits><DefInterval>{interval}</DefInterval>"
        + $"<DefAddPIN>{addPin}</DefAddPIN><DefLocalPIN>0</DefLocalPIN>";

    private static SecurIdSeed Read(string text, string? password = null, string? device = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var row = Assert.Single(SeedFile.Open(stream, new SeedFileKeys(password, DeviceId: device)).Rows);
        Assert.Null(row.Refusal);
        return Assert.IsType<SecurIdSeed>(row.Token);
    }

    private static SeedFileFault FaultOf(string text, string? password, string? device) =>
        Assert.Throws<SeedFileException>(() => Read(text, password, device)).Fault;

    private static string Hex(SecurIdSeed seed) => Convert.ToHexString(seed.Secret.Span);
}
