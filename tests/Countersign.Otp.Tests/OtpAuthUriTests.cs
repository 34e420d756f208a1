using CsCheck;

namespace Countersign.Otp.Tests;

public sealed class OtpAuthUriTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static readonly OathParameters Parameters = OathParameters.Default;

    [Fact]
    public void A16_names_are_percent_encoded_by_rfc_3986()
    {
        var uri = new OtpAuthUri(OathKind.Totp, "Acme & Co", "a.b+c@x", A.Key, Parameters);

        Assert.Equal(
            $"otpauth://totp/Acme%20%26%20Co:a.b%2Bc%40x?secret={Secret}&issuer=Acme%20%26%20Co"
            + "&algorithm=SHA1&digits=6&period=30",
            uri.Write());
    }

    [Fact]
    public void A_counter_device_has_a_counter_and_no_period()
    {
        var uri = new OtpAuthUri(
            OathKind.Hotp, "", "anna", A.Key, Parameters with { Hash = OathHash.Sha512, Digits = 8 }, counter: 42);

        Assert.Equal($"otpauth://hotp/anna?secret={Secret}&algorithm=SHA512&digits=8&counter=42", uri.Write());
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var name = Gen.OneOf(
                Gen.Char[' ', '~'], Gen.Char['\u00A1', '\uD7FF'],
                Gen.Const('%'), Gen.Const('+'), Gen.Const('/'), Gen.Const('?'))
            .Array[0, 20].Select(chars => new string(chars).Replace(":", "", StringComparison.Ordinal).Trim());
        var parameters = Gen.Select(Gen.Enum<OathHash>(), Gen.Int[6, 8], Gen.Int[1, 86_400])
            .Select((hash, digits, period) => new OathParameters(hash, digits, TimeSpan.FromSeconds(period)));
        var (secret, counter) = (Gen.Byte.Array[1, 64], Gen.Long[0, long.MaxValue]);
        var uris = Gen.Select(Gen.Enum<OathKind>(), name, name, secret, parameters, counter)
            .Select((kind, issuer, account, secret, parameters, counter) => kind == OathKind.Totp
                ? new OtpAuthUri(kind, issuer, account, secret, parameters)
                : new OtpAuthUri(
                    kind, issuer, account, secret, parameters with { Period = Parameters.Period }, counter));

        uris.Sample(uri => OtpAuthUri.Parse(uri.Write()) == uri);
    }

    [Theory]
    [InlineData("otpauth://totp/Acme:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme")]
    [InlineData("OTPAUTH://TOTP/Acme:anna?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&issuer=Acme")]
    [InlineData("otpauth://totp/Acme%3Aanna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [InlineData("otpauth://totp/Acme:%20anna?Secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&image=https%3A%2F%2Fx&color=red")]
    [InlineData("otpauth://totp/anna?issuer=Acme&secret=GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ")]
    [InlineData(" otpauth://totp/Acme%3A%20anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ%3D&algorithm=HmacSHA1#top\n")]
    [InlineData("otpauth://totp/Other:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme&algorithm=sha-1")]
    public void It_is_read_as_other_programs_write_it(string text)
    {
        Assert.Equal(new OtpAuthUri(OathKind.Totp, "Acme", "anna", A.Key, Parameters), OtpAuthUri.Parse(text));
    }

    [Theory]
    [InlineData("Acme%20Co:x", "Acme+Co", "Acme Co"), InlineData("x", "Acme+Co", "Acme+Co")]
    [InlineData("C%2B%2B:x", "C%2B%2B", "C++")]
    public void A_plus_is_a_plus_unless_the_label_shows_a_space(string label, string parameter, string issuer)
    {
        Assert.Equal(issuer, OtpAuthUri.Parse($"otpauth://totp/{label}?secret={Secret}&issuer={parameter}").Issuer);
    }

    [Theory]
    [InlineData("SHA256", OathHash.Sha256), InlineData("sha-256", OathHash.Sha256)]
    [InlineData("HMAC-SHA512", OathHash.Sha512)]
    [InlineData("HmacSHA512", OathHash.Sha512), InlineData("HMACSHA1", OathHash.Sha1)]
    public void A_hash_is_read_however_it_is_spelt(string spelling, OathHash hash)
    {
        Assert.Equal(hash, OtpAuthUri.Parse($"otpauth://totp/x?secret={Secret}&algorithm={spelling}").Parameters.Hash);
    }

    [Fact]
    public void A_counter_has_no_period_whatever_is_written() => Assert.Equal(
        OtpAuthUri.Parse("otpauth://hotp/x?secret=MZXW6YTB&counter=6"), OtpAuthUri.Parse("otpauth://hotp/x?secret=MZXW6YTB&counter=6&period=7"));

    [Theory]
    [InlineData("", "scheme"), InlineData("https://totp/x?secret=MZXW6YTB", "scheme")]
    [InlineData("otpauth:totp/x", "scheme")]
    [InlineData("otpauth://steam/x?secret=MZXW6YTB", "type"), InlineData("otpauth://", "type")]
    [InlineData("otpauth://totp/x", "secret"), InlineData("otpauth://totp/x?secret=", "secret")]
    [InlineData("otpauth://totp/x?secret=MZXW6YT1", "secret"), InlineData("otpauth://totp/x?secret=A", "secret")]
    [InlineData("otpauth://totp/x?secret=%3D", "secret")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&secret=MZXW6YTB", "parameters")]
    [InlineData("otpauth://totp/a:b:c?secret=MZXW6YTB", "account")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&issuer=a%3Ab", "issuer")]
    [InlineData("otpauth://totp/x%07y?secret=MZXW6YTB", "account")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&algorithm=MD5", "algorithm")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&algorithm=", "algorithm")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&digits=5", "digits")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&digits=9", "digits")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&digits=%206", "digits")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&digits=six", "digits")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&period=0", "period")]
    [InlineData("otpauth://totp/x?secret=MZXW6YTB&period=86401", "period")]
    [InlineData("otpauth://hotp/x?secret=MZXW6YTB", "counter")]
    [InlineData("otpauth://hotp/x?secret=MZXW6YTB&counter=-1", "counter")]
    [InlineData("otpauth://hotp/x?secret=MZXW6YTB&counter=9223372036854775808", "counter")]
    public void A_refusal_names_the_part(string text, string part)
    {
        Assert.False(OtpAuthUri.TryParse(text, out var uri, out var problem));

        Assert.Null(uri);
        Assert.StartsWith(part + ": ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("MZXW6", problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Throws<FormatException>(() => OtpAuthUri.Parse(text)).Message);
    }

    [Fact]
    public void No_text_makes_it_fail_otherwise()
    {
        string[] pieces = [
            "otpauth://", "totp", "hotp", "/", "?", "&", "=", ":", "%", "%3A", "%0", "#", "+", "secret", "=MZXW6YTB",
            "issuer", "digits=6", "period=30", "counter=1", "algorithm=SHA1", "é", "\ud800", "%ff", " "];

        var texts = Gen.Int[0, pieces.Length - 1].Array[0, 15]
            .Select(picks => string.Concat(picks.Select(pick => pieces[pick])));
        texts.Sample(text =>
            OtpAuthUri.TryParse("otpauth://totp/" + text, out var uri, out _) == uri is not null);
    }

    [Theory]
    [InlineData("a:b"), InlineData(" a"), InlineData("a "), InlineData("a\nb"), InlineData("half of a pair")]
    public void A_name_that_apps_would_misread_is_refused(string name)
    {
        if (name is "half of a pair")
            name = "\ud800";    // which an attribute cannot carry


        Assert.Throws<ArgumentException>("issuer", () => Make(name, "x"));
        Assert.Throws<ArgumentException>("account", () => Make("x", name));

        static OtpAuthUri Make(string issuer, string account) =>
            new(OathKind.Totp, issuer, account, A.Key, Parameters);
    }

    [Fact]
    public void Nothing_that_the_text_cannot_carry_is_taken()
    {
        Assert.Throws<ArgumentException>("secret", () => new OtpAuthUri(OathKind.Totp, "", "x", [], Parameters));
        Assert.Throws<ArgumentException>("parameters", () => new OtpAuthUri(OathKind.Totp, "", "x", A.Key, default));
        Assert.Throws<ArgumentException>(
            "parameters", () => new OtpAuthUri(OathKind.Totp, "", "x", A.Key, Parameters with { T0 = A.Noon }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "counter", () => new OtpAuthUri(OathKind.Hotp, "", "x", A.Key, Parameters, -1));
    }

    [Fact]
    public void It_does_not_print_its_secret()
    {
        var uri = OtpAuthUri.Parse($"otpauth://totp/Acme:anna?secret={Secret}");

        Assert.Equal("Totp of anna at Acme", uri.ToString());
        Assert.DoesNotContain(Secret, $"{uri}", StringComparison.Ordinal);
    }

    [Fact]
    public void Two_are_equal_when_their_secrets_are_too()
    {
        var uri = new OtpAuthUri(OathKind.Totp, "Acme", "anna", A.Key, Parameters);

        Assert.Equal(uri, new OtpAuthUri(OathKind.Totp, "Acme", "anna", [.. A.Key], Parameters));
        Assert.NotEqual(uri, new OtpAuthUri(OathKind.Totp, "Acme", "anna", [.. A.Key, 0], Parameters));
    }
}
