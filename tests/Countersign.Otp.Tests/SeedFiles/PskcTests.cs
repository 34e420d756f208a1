using System.Security.Cryptography;

using System.Text.Json;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class PskcTests
{
    private static readonly SeedFileKeys FigureSixKey = new(
        PreSharedKey: Convert.FromHexString("12345678901234567890123456789012"));

    public static TheoryData<string> Files()
    {
        using var expected = JsonDocument.Parse(Seeds.Vector("expected.json"));
        return [.. expected.RootElement.GetProperty("files").EnumerateArray().Select(file => file.Text("file"))];
    }

    [Theory, MemberData(nameof(Files))]
    public void Files_of_python_pskc_are_read_whole(string name)
    {
        using var expected = JsonDocument.Parse(Seeds.Vector("expected.json"));
        var file = expected.RootElement.GetProperty("files").EnumerateArray().Single(file => file.Text("file") == name);
        using var stream = Seeds.Vector(name);

        var reading = SeedFile.Open(stream, KeysOf(file));

        Assert.Equal("PSKC (RFC 6030)", reading.FormatName);
        Assert.Equal(
            expected.RootElement.GetProperty(file.Text("kind")).EnumerateArray().Select(Expected),
            reading.Rows.Select(row => Told(row.Token())));
    }

    [Fact]
    public void A_signed_file_is_read_like_one_that_is_not()
    {
        using var expected = JsonDocument.Parse(Seeds.Vector("expected.json"));
        using var stream = Seeds.Vector("totp-signed.pskcxml");

        Assert.Equal(
            expected.RootElement.GetProperty("totp").EnumerateArray().Select(Expected),
            Seeds.Read(stream).Select(row => Told(row.Token())));
    }

    [Fact]
    public void Dates_maker_and_model_are_those_of_the_file()
    {
        using var stream = Seeds.Vector("totp-plain.pskcxml");

        var token = Seeds.Read(stream)[0].Token();

        Assert.Equal(("oath.TT", "TEST-1"), (token.Manufacturer, token.Model));
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), token.NotBefore);
        Assert.Equal(new DateTimeOffset(2034, 12, 31, 0, 0, 0, TimeSpan.Zero), token.NotAfter);
        Assert.Empty(token.Warnings);
    }

    [Fact]
    public void Rfc6030_figure_2_names_no_device_and_its_key_is_too_short()
    {
        var row = Seeds.Single(Pskc.Container("""
            <KeyPackage><Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
              <Issuer>Issuer-A</Issuer><Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data>
            </Key></KeyPackage>
            """));

        Assert.Equal(("KeyPackage 1", "12345678"), (row.Where, row.SerialNumber));
        Assert.Contains("4 bytes", row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc6030_figure_3()
    {
        var token = Seeds.Single(Pskc.Container(Pskc.Package(
            data: $"<Counter>{Pskc.Plain("0")}</Counter>",
            device: "<UserId>DC=example-bank,DC=net</UserId>", rest: "<UserId>UID=jsmith,DC=example-bank,DC=net</UserId>"))).Token();

        Assert.Equal(("987654321", Seeds.Hex, "hotp,?,8", 0L, 0), Told(token));
        Assert.Equal("UID=jsmith,DC=example-bank,DC=net", token.UserName);
    }

    [Fact]
    public void Rfc6030_figure_5_has_a_PIN_beside_the_token_and_the_token_is_read()
    {
        var rows = Seeds.Read(Pskc.Container(
            Pskc.Package(
                data: $"<Counter>{Pskc.Plain("0")}</Counter>",
                rest: "<Policy><PINPolicy MinLength=\"4\" MaxLength=\"4\" PINKeyId=\"123456781\" PINEncoding=\"DECIMAL\" "
                    + "PINUsageMode=\"Local\"/><KeyUsage>OTP</KeyUsage></Policy>"),
            Pskc.Package(algorithm: "urn:ietf:params:xml:ns:keyprov:pskc:pin", secret: Pskc.Plain("MTIzNA=="))));

        Assert.Contains("PIN", Assert.Single(rows[0].Token().Warnings), StringComparison.Ordinal);
        Assert.Contains("PIN", rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc6030_figure_6()
    {
        var file = Pskc.Container(
            Pskc.Preshared, Pskc.MacMethod, Pskc.Package(secret: Pskc.Encrypted(), data: "<Counter><PlainValue>0</PlainValue></Counter>"));

        Assert.Equal(("987654321", Seeds.Hex, "hotp,?,8", 0L, 0), Told(Seeds.Single(file, FigureSixKey).Token()));
    }

    [Theory]
    [InlineData("<PRF/>"), InlineData(""), InlineData("<pkcs5:PRF Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"/>")]
    public void Rfc6030_figure_7(string prf)
    {
        var file = Pskc.Container(
            $"""
            <EncryptionKey><xenc11:DerivedKey Id="#Passphrase1">
              <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
                <pkcs5:PBKDF2-params><Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>
                  <IterationCount>1000</IterationCount><KeyLength>16</KeyLength>{prf}</pkcs5:PBKDF2-params>
              </xenc11:KeyDerivationMethod>
              <xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList>
              <xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName>
            </xenc11:DerivedKey></EncryptionKey>
            """,
            Pskc.MacMethod.Replace(
                "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX",
                "2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx", StringComparison.Ordinal),
            Pskc.Package(secret: Pskc.Encrypted(
                "oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f", "LP6xMvjtypbfT9PdkJhBZ+D6O4w=")));

        Assert.Equal(Seeds.Hex, Seeds.Single(file, new SeedFileKeys("qwerty")).Token().HexOf());
    }

    [Fact]
    public void Public_case_A20_one_wrong_ValueMAC_among_three_keys_is_named_and_refused()
    {
        var file = Pskc.Container(
            Pskc.Preshared, Pskc.MacMethod,
            Pskc.Package("1001", secret: Pskc.Encrypted(), data: Counter),
            Pskc.Package("1002", secret: Pskc.Encrypted(mac: "AAAAvtQfmvfJzF6bmQiJqoLRExc="), data: Counter),
            Pskc.Package("1003", secret: Pskc.Encrypted(), data: Counter));

        var rows = Seeds.Read(file, FigureSixKey);

        Assert.Equal([true, false, true], rows.Select(row => row.Token is not null));
        Assert.Equal("1002", rows[1].SerialNumber);
        Assert.Contains("ValueMAC) is wrong", rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_ValueMAC_of_the_first_key_does_not_make_the_passphrase_wrong()
    {
        var file = Pskc.Container(
            Pskc.Preshared, Pskc.MacMethod,
            Pskc.Package("1001", secret: Pskc.Encrypted(mac: "AAAAvtQfmvfJzF6bmQiJqoLRExc=")),
            Pskc.Package("1002", secret: Pskc.Encrypted()));

        Assert.Equal([false, true], Seeds.Read(file, FigureSixKey).Select(row => row.Token is not null));
    }

    [Fact]
    public void An_encrypted_value_without_ValueMAC_is_refused()
    {
        var file = Pskc.Container(
            Pskc.Preshared, Pskc.MacMethod,
            Pskc.Package("1001", secret: Pskc.Encrypted()), Pskc.Package("1002", secret: Pskc.Encrypted(mac: null)));

        Assert.Contains("has no authentication code (ValueMAC)", Seeds.Read(file, FigureSixKey)[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_in_clear_in_an_encrypted_file_is_read_with_a_warning()
    {
        var rows = Seeds.Read(
            Pskc.Container(Pskc.Preshared, Pskc.MacMethod, Pskc.Package("1", secret: Pskc.Encrypted()), Pskc.Package("2")),
            FigureSixKey);

        Assert.Empty(rows[0].Token().Warnings);
        Assert.Contains("would not be noticed", Assert.Single(rows[1].Token().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_file_without_MACMethod_is_refused()
    {
        var error = Seeds.Refused(Pskc.Container(Pskc.Preshared, Pskc.Package(secret: Pskc.Encrypted())), FigureSixKey);

        Assert.Equal(SeedFileFault.WrongMac, error.Fault);
        Assert.Contains("MACMethod", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_value_in_a_file_that_names_no_key_is_refused_and_the_rest_is_read()
    {
        var rows = Seeds.Read(Pskc.Container(Pskc.Package("1", secret: Pskc.Encrypted()), Pskc.Package("2")));

        Assert.Contains("neither EncryptionKey nor MACMethod", rows[0].Refusal, StringComparison.Ordinal);
        Assert.NotNull(rows[1].Token);
    }

    [Theory]
    [InlineData("hotp-pbe-qwerty.pskcxml", "qwertz", SeedFileFault.WrongPassphrase)]
    [InlineData("hotp-pbe-qwerty.pskcxml", "", SeedFileFault.PassphraseNeeded)]
    [InlineData("totp-pbe-sha256.pskcxml", "grusse aus Koln", SeedFileFault.WrongPassphrase)]
    [InlineData("totp-aes128-psk.pskcxml", "12345678901234567890123456789013", SeedFileFault.WrongKey)]
    [InlineData("totp-aes128-psk.pskcxml", "1234567890123456789012345678901234567890123456789012345678901234", SeedFileFault.WrongKey)]
    [InlineData("totp-aes256-psk.pskcxml", "1234", SeedFileFault.WrongKey)]
    [InlineData("totp-aes256-psk.pskcxml", null, SeedFileFault.KeyNeeded)]
    public void Without_the_right_key_the_whole_file_is_refused(string name, string? key, SeedFileFault fault)
    {
        var keys = name.Contains("pbe", StringComparison.Ordinal) ? new SeedFileKeys(key)
            : new SeedFileKeys(PreSharedKey: key is null ? null : Convert.FromHexString(key));
        using var stream = Seeds.Vector(name);

        var error = Assert.Throws<SeedFileException>(() => SeedFile.Open(stream, keys));

        Assert.Equal(fault, error.Fault);
        if (!string.IsNullOrEmpty(key))
            Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_not_needed_does_no_harm()
    {
        using var stream = Seeds.Vector("hotp-plain.pskcxml");

        Assert.All(Seeds.Read(stream, new SeedFileKeys("x", new byte[3])), row => Assert.NotNull(row.Token));
    }

    [Theory]
    [InlineData("<EncryptionKey><ds:X509Data/></EncryptionKey>", "certificate")]
    [InlineData("<EncryptionKey><xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm=\"urn:scrypt\"/></xenc11:DerivedKey></EncryptionKey>", "PBKDF2")]
    public void Encryption_that_is_not_read_is_named(string encryptionKey, string named)
    {
        var error = Seeds.Refused(
            Pskc.Container(encryptionKey, Pskc.MacMethod, Pskc.Package(secret: Pskc.Encrypted())), FigureSixKey with { Passphrase = "x" });

        Assert.Equal(SeedFileFault.NotSupported, error.Fault);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5000001"), InlineData("0"), InlineData("-1"), InlineData("2147483648"), InlineData("many"), InlineData("")]
    public void Rounds_without_end_are_not_computed(string rounds)
    {
        using var stream = Seeds.Vector("hotp-pbe-qwerty.pskcxml");
        var text = new StreamReader(stream).ReadToEnd()
            .Replace("<IterationCount>100000<", $"<IterationCount>{rounds}<", StringComparison.Ordinal);

        Assert.Equal(SeedFileFault.NotSupported, Seeds.Refused(text, new SeedFileKeys("qwerty")).Fault);
    }

    [Theory]
    [InlineData("tripledes-cbc"), InlineData("kw-aes128"), InlineData("aes128-gcm"), InlineData("aes256-cbc")]
    public void A_value_under_another_cipher_is_refused(string algorithm)
    {
        var file = Pskc.Container(Pskc.Preshared, Pskc.MacMethod, Pskc.Package(secret: Pskc.Encrypted(algorithm: algorithm)));

        Assert.NotNull(Seeds.Single(file, FigureSixKey).Refusal);
    }

    [Theory]
    [InlineData(24, "aes192-cbc", "hmac-sha256"), InlineData(16, "aes128-cbc", "hmac-sha1"), InlineData(32, "aes256-cbc", "hmac-sha512")]
    public void Without_a_MACKey_the_encryption_key_authenticates_and_filler_bytes_mean_nothing(
        int keyLength, string cipherName, string macName)
    {
        var key = Enumerable.Range(1, keyLength).Select(i => (byte)i).ToArray();
        using var aes = Aes.Create();
        aes.Key = key;
        byte[] filled = [.. Convert.FromHexString(Seeds.Hex), 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 12];
        byte[] cipher = [.. new byte[16], .. aes.EncryptCbc(filled, new byte[16], PaddingMode.None)];
        var mac = macName switch
        {
            "hmac-sha256" => HMACSHA256.HashData(key, cipher),
            "hmac-sha512" => HMACSHA512.HashData(key, cipher),
            _ => Sha1Mac(key, cipher),
        };
        var file = Pskc.Container(
            Pskc.Preshared, $"<MACMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#{macName}\"/>",
            Pskc.Package(secret: Pskc.Encrypted(Convert.ToBase64String(cipher), Convert.ToBase64String(mac), cipherName)));

        Assert.Equal(Seeds.Hex, Seeds.Single(file, new SeedFileKeys(PreSharedKey: key)).Token().HexOf());
    }

    [Theory]
    [InlineData("hotp"), InlineData("HOTP"), InlineData("http://www.ietf.org/keyprov/pskc#hotp"), InlineData("urn:ietf:params:xml:ns:keyprov:pskc#hotp")]
    public void Names_of_the_algorithm_from_drafts_and_tools_are_read(string algorithm)
    {
        Assert.Equal(OathKind.Hotp, Seeds.Single(Pskc.Container(Pskc.Package(algorithm: algorithm))).Token().Parameters.Kind);
    }

    [Theory]
    [InlineData("urn:ietf:params:xml:ns:keyprov:pskc:ocra", "OCRA"), InlineData("http://www.yubico.com/#yubikey-aes", "Yubico OTP")]
    [InlineData("urn:ietf:params:xml:ns:keyprov:pskc:pin", "PIN"), InlineData("", "missing"), InlineData("securid", "expected hotp or totp")]
    public void Another_algorithm_is_refused(string algorithm, string reason)
    {
        Assert.Contains(reason, Seeds.Single(Pskc.Container(Pskc.Package(algorithm: algorithm))).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "hotp,?,?"), InlineData("<Suite>HMAC-SHA256</Suite><ResponseFormat Length=\"7\"/>", "hotp,sha256,7")]
    [InlineData("<Suite/><ResponseFormat Encoding=\"DECIMAL\"/>", "hotp,?,?"), InlineData("<Suite> hmac-sha-512 </Suite>", "hotp,sha512,?")]
    public void What_the_file_does_not_say_stays_open(string parameters, string expected)
    {
        Assert.Equal(expected, Seeds.Single(Pskc.Container(Pskc.Package(parameters: parameters))).Token().Parameters.Write());
    }

    [Theory]
    [InlineData("<ResponseFormat Length=\"6\" Encoding=\"HEXADECIMAL\"/>", "DECIMAL"), InlineData("<ResponseFormat Length=\"9\"/>", "digits")]
    [InlineData("<ResponseFormat Length=\"6\" CheckDigits=\"true\"/>", "check digit"), InlineData("<Suite>HMAC-MD5</Suite>", "Suite")]
    [InlineData("<ChallengeFormat Encoding=\"DECIMAL\" Min=\"6\" Max=\"6\"/>", "challenges")]
    public void Parameters_that_cannot_be_honoured_refuse_the_key(string parameters, string reason)
    {
        Assert.Contains(reason, Seeds.Single(Pskc.Container(Pskc.Package(parameters: parameters))).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<KeyUsage>Encrypt</KeyUsage>", "KeyUsage"), InlineData("<NumberOfTransactions>100</NumberOfTransactions>", "transactions")]
    [InlineData("<PINPolicy PINUsageMode=\"Append\"/>", "PIN"), InlineData("<PINPolicy/>", "PIN")]
    [InlineData("<x:Weekdays xmlns:x=\"urn:x\"/>", "not understood"), InlineData("<ExpiryDate>31.12.2030</ExpiryDate>", "ExpiryDate")]
    public void A_policy_that_cannot_be_kept_refuses_its_key_and_the_rest_is_read(string policy, string reason)
    {
        var rows = Seeds.Read(Pskc.Container(Pskc.Package("1", rest: $"<Policy>{policy}</Policy>"), Pskc.Package("2")));

        Assert.Contains(reason, rows[0].Refusal, StringComparison.Ordinal);
        Assert.NotNull(rows[1].Token);
    }

    [Fact]
    public void Of_two_dates_the_stricter_counts()
    {
        var token = Seeds.Single(Pskc.Container(Pskc.Package(
            device: "<StartDate>2024-01-01</StartDate><ExpiryDate>2030-06-30T12:00:00+02:00</ExpiryDate>",
            rest: "<Policy><StartDate>2025-01-01T00:00:00.5Z</StartDate><ExpiryDate>2031-01-01T00:00:00Z</ExpiryDate></Policy>"))).Token();

        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, 500, TimeSpan.Zero), token.NotBefore);
        Assert.Equal(new DateTimeOffset(2030, 6, 30, 10, 0, 0, TimeSpan.Zero), token.NotAfter);
    }

    [Theory]
    [InlineData("42", 42), InlineData(" 42\n", 42), InlineData("4294967296", 4294967296), InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("AAAAAAAAACo=", 42), InlineData("AAAAKg==", 42), InlineData("", 0)]
    public void A_counter_is_decimal_or_as_ActivIdentity_writes_it(string text, long counter)
    {
        var file = Pskc.Container(Pskc.Package(data: $"<Counter>{Pskc.Plain(text)}</Counter>"));

        Assert.Equal(counter, Seeds.Single(file).Token().Counter);
    }

    [Theory]
    [InlineData("hotp", "Counter", "-1", "counter"), InlineData("hotp", "Counter", "9223372036854775808", "Counter")]
    [InlineData("hotp", "Counter", "one", "Counter"), InlineData("hotp", "Counter", "//////////8=", "counter")]
    [InlineData("totp", "TimeInterval", "0", "period"), InlineData("totp", "TimeInterval", "86401", "period")]
    [InlineData("totp", "TimeDrift", "9999999999", "drift"), InlineData("totp", "Time", "1700000000", "1970")]
    public void A_number_out_of_range_refuses_its_key(string algorithm, string element, string value, string reason)
    {
        var file = Pskc.Container(Pskc.Package(algorithm: algorithm, data: $"<{element}>{Pskc.Plain(value)}</{element}>"));

        Assert.Contains(reason, Seeds.Single(file).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<PlainValue/>", "Secret is missing"), InlineData("", "Secret is missing"), InlineData("<PlainValue>MTIz*</PlainValue>", "not Base64")]
    [InlineData("<PlainValue>MTIzNDU2Nzg=</PlainValue>", "8 bytes, too few")]
    public void A_key_without_a_usable_secret_is_refused(string secret, string reason)
    {
        Assert.Contains(reason, Seeds.Single(Pskc.Container(Pskc.Package(secret: secret))).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_and_line_breaks_around_a_secret_are_ignored()
    {
        var file = Pskc.Container(Pskc.Package(secret: Pskc.Plain("\n   MTIzNDU2Nzg5\r\n   MDEyMzQ1Njc4OTA=  <![CDATA[ ]]>\n")));

        Assert.Equal(Seeds.Hex, Seeds.Single(file).Token().HexOf());
    }

    [Fact]
    public void A_package_without_a_key_or_with_two_is_refused()
    {
        var rows = Seeds.Read(Pskc.Container(
            "<KeyPackage><DeviceInfo><SerialNo>1</SerialNo></DeviceInfo></KeyPackage>",
            "<KeyPackage><DeviceInfo><SerialNo>2</SerialNo></DeviceInfo><Key/><Key/></KeyPackage>", "<KeyPackage/>"));

        Assert.All(rows, row => Assert.Null(row.Token));
        Assert.Contains("one Key", rows[0].Refusal, StringComparison.Ordinal);
        Assert.Contains("one Key", rows[1].Refusal, StringComparison.Ordinal);
        Assert.Contains("SerialNo is missing", rows[2].Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE KeyContainer [<!ENTITY a \"1\">]><KeyContainer>&a;</KeyContainer>")]
    [InlineData("<!DOCTYPE KeyContainer SYSTEM \"http://127.0.0.1:9/x.dtd\"><KeyContainer/>")]
    [InlineData("<KeyContainer>&undefined;</KeyContainer>"), InlineData("<KeyContainer><KeyPackage>"), InlineData("<KeyContainer></Other>")]
    [InlineData("<KeyContainer><KeyPackage></KeyPackage>")]
    public void XML_tricks_and_damage_refuse_the_file(string text)
    {
        Assert.Equal(SeedFileFault.Damaged, Seeds.Refused(text).Fault);
    }

    [Fact]
    public void XML_that_is_too_deep_too_long_or_too_much_refuses_the_file()
    {
        foreach (var inside in new[]
        {
            string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40)),
            $"<SerialNo x=\"{new string('1', 70_000)}\"/>",
            $"<SerialNo>{new string('1', 70_000)}</SerialNo>",
            $"<SerialNo><![CDATA[{new string('<', 70_000)}]]></SerialNo>",
            $"<SerialNo {string.Concat(Enumerable.Range(0, 40).Select(i => $" a{i}=\"\""))}/>",
            string.Concat(Enumerable.Repeat("<a/>", 600)),
        })
        {
            Assert.Equal(
                SeedFileFault.TooLarge,
                Seeds.Refused($"<KeyContainer><KeyPackage><DeviceInfo>{inside}</DeviceInfo></KeyPackage></KeyContainer>").Fault);
        }
    }

    [Fact]
    public void A_draft_of_the_format_is_named()
    {
        var error = Seeds.Refused("<KeyContainer xmlns=\"urn:ietf:params:xml:schema:keyprov:container:1.0\"><Device/></KeyContainer>");

        Assert.Equal(SeedFileFault.NotSupported, error.Fault);
    }

    [Fact]
    public void The_same_serial_number_with_another_key_is_refused()
    {
        var rows = Seeds.Read(Pskc.Container(
            Pskc.Package("9999999"), Pskc.Package("9999999", secret: Pskc.Plain("MTIzNDU2Nzg5MDEyMzQ1Njc4OTE="))));

        Assert.NotNull(rows[0].Token);
        Assert.Contains("KeyPackage 1", rows[1].Refusal, StringComparison.Ordinal);
    }

    private const string Counter = "<Counter><PlainValue>0</PlainValue></Counter>";

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6030 uses HMAC-SHA1.")]
    private static byte[] Sha1Mac(byte[] key, byte[] message) => HMACSHA1.HashData(key, message);

    private static SeedFileKeys KeysOf(JsonElement file) => new(
        file.TryGetProperty("passphrase", out var passphrase) ? passphrase.GetString() : null,
        file.TryGetProperty("keyHex", out var key) ? Convert.FromHexString(key.GetString()!) : null);

    private static (string, string, string, long, int) Expected(JsonElement key)
    {
        var suite = key.GetProperty("suite").GetString();
        var hash = suite is null ? "?" : suite["HMAC-".Length..].ToLowerInvariant();
        return key.TryGetProperty("counter", out var counter)
            ? (key.Text("serial"), key.Text("secret"), $"hotp,{hash},{key.Number("digits")}", counter.GetInt64(), 0)
            : (key.Text("serial"), key.Text("secret"), $"totp,{hash},{key.Number("digits")},{key.Number("interval")}", 0,
                (int)key.Number("drift"));
    }

    private static (string, string, string, long, int) Told(OathSeed seed) =>
        (seed.SerialNumber, seed.HexOf(), seed.Parameters.Write(), seed.Counter, seed.DriftSteps);
}
