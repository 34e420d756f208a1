using System.Text.Json;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SecurId;

public sealed class CtfTests
{
    private const string Android = "a01c4380-fc01-4df0-b113-7fb98ec74694";

    // A token without password and device, with either, and with both.
    private static readonly JsonElement Row = SecurIdVectors.Token(0);
    private static readonly string Plain = Row.Text("ctf");
    private static readonly string Link = Row.Text("uri_v3");

    public static TheoryData<int> Ids => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_text_that_stoken_makes_of_a_token_gives_that_token(int id)
    {
        var expected = SecurIdVectors.Token(id);
        var style = expected.Number("addPin") == 1 ? SecurIdPinStyle.Added : SecurIdPinStyle.None;
        var parameters = expected.Parameters() with { PinStyle = style };
        string[] names =
        [
            "ctf", "ctf_password", "ctf_devid", "ctf_both", "ctf_blocks", "uri_android", "uri_iphone", "uri_v3",
            "uri_v3_password_devid",
        ];

        foreach (var name in names)
        {
            var (text, password, device) = Parts(expected.GetProperty(name));

            var seed = SecurIdFiles.ReadOne(text, password, device);

            Assert.Equal((name, expected.Text("seed"), parameters), (name, seed.Hex(), seed.Parameters));
            Assert.Equal(
                (name, DateTimeOffset.Parse("2038-01-01T00:00Z", null)),
                (name, seed.NotAfter));
        }
    }

    [Fact]
    public void A_token_of_the_fourth_version_is_read()    // from the tests of stoken
    {
        const string text =
            "com.rsa.securid://ctf?ctfData=BAABaKfqKwgEkWDGEgaxp2ZGloQ7dDw2A8PglNlhP8qCBhtop%2BorCASRYMYSBrGnZkaW"
            + "hDt0PDYDw%2BCU2WE%2FyoIGGznAfd6pVLcjsDtpKoG5APTUrXL51Bdnf%2FCDvZanmNEGhzDCbsDsFTFyLgKzdht0X1tKt23tFw"
            + "P%2FDYg9xDS1HvS8Jy3QfT04PFNm%2BdCUUZyMIoTzdFT01msNHtrRxePWU7cB32CE48U%2BKlbW4hPyhphJhkg5qxUA38cD05J1"
            + "s44hI3FTjaq%2FAhAKAQWsDy7TZE6qtU5f6cYIzdr5PKILhTyCeXRxiYuLinAkXEHWm%2F%2FrFKyroQpn%2FVYAA3NLS59HWBQw"
            + "WyS2kzhtlzJh%2BI25IMhdhLvVdXdjuNzRxkwjc74z";

        var seed = SecurIdFiles.ReadOne(text, deviceId: "d82c-467c-56fb-2058-edf8-add6");

        var then = DateTimeOffset.FromUnixTimeSeconds(1650391605);
        var code = SecurIdCode.Compute(seed.Secret.Span, seed.Parameters, then);
        Assert.Equal(SecurIdVectors.WithoutPin("891523", "1234", seed.Parameters), code);
        Assert.Equal(SeedFileFault.DeviceIdNeeded, SecurIdFiles.FaultOf(text));
    }

    [Theory]
    [InlineData("uri_v3"), InlineData("ctf"), InlineData("ctf_blocks")]
    public void A_token_without_password_needs_none(string name)
    {
        Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(Row.Text(name), "anything", "any device").Hex());
    }

    [Theory]
    [InlineData("ctf_password"), InlineData("uri_v3_password_devid")]
    public void A_missing_password_is_told_from_a_wrong_one(string name)
    {
        var (text, password, device) = Parts(Row.GetProperty(name));

        Assert.Equal(SeedFileFault.PassphraseNeeded, SecurIdFiles.FaultOf(text, null, device));
        Assert.Equal(SeedFileFault.PassphraseNeeded, SecurIdFiles.FaultOf(text, "", device));
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(text, password + " ", device));
    }

    [Fact]
    public void A_missing_device_id_is_told_from_a_wrong_one()
    {
        var (text, password, device) = Parts(Row.GetProperty("ctf_both"));

        Assert.Equal(SeedFileFault.DeviceIdNeeded, SecurIdFiles.FaultOf(text, password));
        Assert.Equal(SeedFileFault.WrongDeviceId, SecurIdFiles.FaultOf(text, password, device + "0"));
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(text, "pW", device));
    }

    [Theory]
    [InlineData("uri_android"), InlineData("uri_v3_password_devid")]
    public void A_token_for_all_devices_of_a_kind_needs_no_device_id(string name)
    {
        var (text, password, _) = Parts(Row.GetProperty(name));

        Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(text, password).Hex());
        Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(text, password, "another").Hex());
        Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(text, password, Android.ToUpperInvariant()).Hex());
    }

    [Fact]
    public void A_mistyped_digit_is_found_wherever_it_is()
    {
        for (var i = 1; i < Plain.Length; i++)
        {
            var digit = Plain[i] is '7' or '9' ? (char)(Plain[i] - 1) : (char)(Plain[i] + 1);
            var row = Assert.Single(SecurIdFiles.Read(Plain[..i] + digit + Plain[(i + 1)..]));

            Assert.Null(row.Token);
            Assert.StartsWith("The last five digits do not fit", row.Refusal, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("80 digits"), InlineData("82 digits")]
    public void The_wrong_number_of_digits_is_named(string count)
    {
        var row = Assert.Single(SecurIdFiles.Read(count[1] == '0' ? Plain[..80] : Plain + "0"));

        Assert.Contains(count, row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_may_be_broken_over_lines_as_mail_programs_do()
    {
        var blocks = Row.Text("ctf_blocks");

        string[] texts =
        [
            Plain[..40] + "\r\n" + Plain[40..],
            blocks[..36] + "\n" + blocks[36..],
            $"\n  {blocks[..36]}\n  {blocks[36..]}\n",
        ];
        foreach (var text in texts)
            Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(text).Hex());
    }

    [Fact]
    public void Several_tokens_stand_one_a_line_in_any_form()
    {
        List<string> texts =
        [
            SecurIdVectors.Token(0).Text("ctf"), Plain[..50], SecurIdVectors.Token(1).Text("uri_android"),
            SecurIdVectors.Token(2).Text("ctf_blocks"), SecurIdVectors.Token(3).Text("uri_v3"),
        ];

        var rows = SecurIdFiles.Read("# tokens\n" + string.Join('\n', texts));

        Assert.Equal("line 2, line 3, line 4, line 5, line 6", string.Join(", ", rows.Select(row => row.Where)));
        Assert.Equal([true, false, true, true, true], rows.Select(row => row.Token is not null));
    }

    [Fact]
    public void A_wrong_password_for_a_later_token_does_not_hide_the_earlier_ones()
    {
        var (first, password, _) = Parts(SecurIdVectors.Token(0).GetProperty("ctf_password"));
        var (other, otherPassword, device) = Parts(SecurIdVectors.Token(1).GetProperty("uri_v3_password_devid"));

        var rows = SecurIdFiles.Read(first + "\n" + other, password, device);

        Assert.Equal([true, false], rows.Select(row => row.Token is not null));
        Assert.Contains("password", rows[1].Refusal, StringComparison.Ordinal);
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(first + "\n" + other, otherPassword, device));
    }

    [Theory]
    [InlineData("com.rsa.securid.iphone://ctkip?scheme=https&url=example.com/ctkip")]
    [InlineData("http://127.0.0.1/securid/ctkip?scheme=https&url=example.com")]
    public void An_activation_code_is_refused_by_name(string text)
    {
        Assert.Contains("CT-KIP", Assert.Single(SecurIdFiles.Read(text)).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("com.rsa.securid://ctf?ctfData="), InlineData("com.rsa.securid.iphone://ctf")]
    [InlineData("com.rsa.securid://ctf?ctfData=%%%"), InlineData("com.rsa.securid://ctf?ctfData=AwAA")]
    [InlineData("com.rsa.securid://ctf?ctfData=123")]
    public void A_link_without_a_token_is_refused(string text)
    {
        var row = Assert.Single(SecurIdFiles.Read(text));

        Assert.Equal((null, null), (row.SerialNumber, row.Token));
        Assert.NotEmpty(row.Refusal!);
    }

    [Fact]
    public void A_link_that_was_changed_anywhere_is_refused()
    {
        var begin = Link.IndexOf("ctfData=", StringComparison.Ordinal) + "ctfData=".Length;
        var token = Convert.FromBase64String(Uri.UnescapeDataString(Link[begin..]));
        for (var i = 0; i < token.Length; i += 5)
        {
            var changed = (byte[])token.Clone();
            changed[i] ^= 0x40;
            var text = Link[..begin] + Uri.EscapeDataString(Convert.ToBase64String(changed));

            if (i is 1 or 2)
                Assert.Throws<SeedFileException>(() => SecurIdFiles.Read(text));
            else
                Assert.Null(Assert.Single(SecurIdFiles.Read(text)).Token);
        }
    }

    [Fact]
    public void A_mail_programs_equals_sign_and_further_parameters_do_no_harm()
    {
        var text = Link.Replace("ctfData=", "ctfData=3D", StringComparison.Ordinal) + "&x=y";

        Assert.Equal(Row.Text("seed"), SecurIdFiles.ReadOne(text).Hex());
    }

    private static (string Text, string? Password, string? DeviceId) Parts(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? (value.GetString()!, null, null)
            : (value.Text("value"), Optional(value, "password"), Optional(value, "deviceId"));

    private static string? Optional(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) ? text.GetString() : null;
}
