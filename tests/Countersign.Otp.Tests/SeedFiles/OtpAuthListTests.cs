using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class OtpAuthListTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        AnySeed.Any.Where(seed => seed.Parameters.Known is not null).Sample(seed =>
        {
            var row = Seeds.Single(Written(seed));

            var token = row.Token();
            return (token.SerialNumber, token.HexOf(), token.Parameters, token.Counter)
                == (seed.SerialNumber, seed.HexOf(), seed.Parameters, seed.Counter);
        });
    }

    [Fact]
    public void Each_token_has_a_line_that_authenticators_read()
    {
        Assert.Equal(
            $"otpauth://hotp/Acme:T1?secret={Seeds.Base32}&issuer=Acme&algorithm=SHA1&digits=6&counter=7\n",
            Written(Token("hotp,sha1,6") with { Counter = 7 }));
    }

    [Fact]
    public void A_token_of_which_something_is_open_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => Written(Token("totp,?,6,30")));
    }

    [Fact]
    public void A_bad_line_is_refused_and_the_others_are_read()
    {
        var good = Written(Token("totp,sha1,6,30"));
        var rows = Seeds.Read($"# exported\n{good}otpauth://totp/T2\nT3\n{good.Replace("T1", "T4", StringComparison.Ordinal)}");

        Assert.Equal([true, false, false, true], rows.Select(row => row.Token is not null));
        Assert.Equal(("line 3", "secret: missing"), (rows[1].Where, rows[1].Refusal));
        Assert.Contains("otpauth://", rows[2].Refusal, StringComparison.Ordinal);
    }

    private static OathSeed Token(string parameters) => new()
    {
        SerialNumber = "T1",
        Secret = A.Key,
        Parameters = OathTokenParameters.Parse(parameters),
    };

    private static string Written(OathSeed seed)
    {
        using var writer = new StringWriter();
        OtpAuthList.Write(writer, [seed], "Acme");
        return writer.ToString();
    }
}
