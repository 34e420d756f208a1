namespace Countersign.Otp.Tests.SeedFiles;

public sealed class OathTokenParametersTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30), Full = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("totp,sha1,6,30"), InlineData("totp,?,6,?"), InlineData("totp,?,?,?"), InlineData("totp,sha512,8,86400")]
    [InlineData("hotp,sha256,8"), InlineData("hotp,?,7"), InlineData("hotp,sha1,?")]
    public void What_is_written_is_read_back(string text)
    {
        var parameters = OathTokenParameters.Parse(text);

        Assert.Equal(text, parameters.Write());
        Assert.Equal(parameters, OathTokenParameters.Parse(parameters.Write()));
    }

    [Theory]
    [InlineData(""), InlineData("totp"), InlineData("totp,sha1,6"), InlineData("hotp,sha1,6,30"), InlineData("ocra,sha1,6")]
    [InlineData("totp,sha1,5,30"), InlineData("totp,sha1,9,30"), InlineData("totp,sha1,6,0"), InlineData("totp,sha1,6,86401")]
    [InlineData("totp,md5,6,30"), InlineData("TOTP,sha1,6,30"), InlineData("totp,sha1, 6,30"), InlineData("totp,sha1,+6,30")]
    public void Another_text_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => OathTokenParameters.Parse(text));
    }

    [Fact]
    public void A_token_of_which_nothing_is_known_has_six_candidates_the_likeliest_first()
    {
        var candidates = new OathTokenParameters(OathKind.Totp).Candidates(6);

        Assert.Equal(
            [
                (OathHash.Sha1, 6, Half), (OathHash.Sha1, 6, Full), (OathHash.Sha256, 6, Half),
                (OathHash.Sha256, 6, Full), (OathHash.Sha512, 6, Half), (OathHash.Sha512, 6, Full),
            ],
            candidates.Select(candidate => (candidate.Hash, candidate.Digits, candidate.Period)));
    }

    [Theory]
    [InlineData("totp,sha256,?,?", 8, 2), InlineData("totp,?,8,60", 8, 3), InlineData("totp,sha1,6,45", 6, 1)]
    [InlineData("hotp,?,?", 7, 3), InlineData("hotp,sha1,6", 6, 1)]
    [InlineData("totp,sha1,8,30", 6, 0), InlineData("totp,?,?,?", 5, 0), InlineData("totp,?,?,?", 9, 0)]
    public void What_is_known_is_not_tried_otherwise(string known, int typedDigits, int candidates)
    {
        Assert.Equal(candidates, OathTokenParameters.Parse(known).Candidates(typedDigits).Count);
    }

    [Fact]
    public void Every_candidate_can_be_settled_on()
    {
        foreach (var kind in new[] { OathKind.Totp, OathKind.Hotp })
        {
            foreach (var candidate in new OathTokenParameters(kind).Candidates(8))
            {
                var settled = OathTokenParameters.Of(kind, candidate);

                Assert.Equal(candidate, settled.Known);
                Assert.Equal([candidate], OathTokenParameters.Parse(settled.Write()).Candidates(8));
            }
        }
    }

    [Theory]
    [InlineData("totp,?,6,30"), InlineData("totp,sha1,?,30"), InlineData("totp,sha1,6,?"), InlineData("hotp,?,6")]
    public void Something_open_is_not_known(string text)
    {
        Assert.Null(OathTokenParameters.Parse(text).Known);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OathTokenParameters(OathKind.Totp, digits: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OathTokenParameters(OathKind.Totp, period: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OathTokenParameters((OathKind)7));
        Assert.Throws<ArgumentException>(() => new OathTokenParameters(OathKind.Hotp, period: Half));
    }
}
