using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class SafeNetXmlTests
{
    private const string File = """
        <?xml version="1.0" encoding="utf-8"?>
        <Tokens>
          <Token serial="00040008CFA5">
            <CaseModel>5</CaseModel><Model>101</Model>
            <ProductionDate>02/19/2009</ProductionDate><ProductName>Safeword Alpine</ProductName>
            <Applications>
              <Application ConnectorID="{ab1397d2-ddb6-4705-b66e-9f83f322deb9}">
                <Seed>123412354</Seed><MovingFactor>1</MovingFactor>
              </Application>
            </Applications>
          </Token>
          <Token serial="0004000f1d2a">
            <ProductName>eTPass 6.0</ProductName>
            <Applications><Application>
              <Seed>3132333435363738393031323334353637383930</Seed><MovingFactor>77</MovingFactor>
            </Application></Applications>
          </Token>
          <Token serial="0004000F1D2B"><Applications/></Token>
        </Tokens>
        """;

    [Fact]
    public void Tokens_are_read_with_their_counter_and_the_bad_one_is_named()
    {
        var rows = Seeds.Read(File);

        Assert.Equal("Token 1, Token 2, Token 3", string.Join(", ", rows.Select(row => row.Where)));
        Assert.Equal("00040008CFA5", rows[0].SerialNumber);
        Assert.Contains("odd number", rows[0].Refusal, StringComparison.Ordinal);
        var token = rows[1].Token();
        Assert.Equal(("0004000F1D2A", Seeds.Hex, "hotp,?,?", 77), (token.SerialNumber, token.HexOf(), token.Parameters.Write(), token.Counter));
        Assert.Equal(("SafeNet", "eTPass 6.0"), (token.Manufacturer, token.Model));
        Assert.Contains("one Application with a Seed", rows[2].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_even_behind_the_last_token()
    {
        Assert.Equal(SeedFileFault.Damaged, Seeds.Refused(File.Replace("</Tokens>", "", StringComparison.Ordinal)).Fault);
    }
}
