namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>The example lines are those in privacyIDEA's importer.</summary>
public sealed class YubicoCsvTests
{
    [Fact]
    public void The_traditional_format_gives_the_names_that_privacyIDEA_gives()
    {
        var rows = Seeds.Read("""
            Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,d26a7c0f85fdda28bd816e406342b214,,,0,0,0,0,0,0,0,0,0,0
            OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,916821d3a138bf855e70069605559a206ba854cd,,,0,0,0,6,0,0,0,0,0,0
            Static Password,11.12.13 19:08,1,,d5a3d50327dc,0e8e37b0e38b314a56748c030f58d21d,,,0,0,0,0,0,0,0,0,0,0
            OATH-HOTP,11.12.13 18:56,2,cccccccccccd,,a16821d3a138bf855e70069605559a206ba854cd,,,0,0,0,8,0,0,0,0,0,0
            OATH-HOTP,11.12.13 18:57,2,,,b16821d3a138bf855e70069605559a206ba854cd,,,0,0,0,8,0,0,0,0,0,0
            """);

        Assert.Equal(
            [null, ("UBOM00000000_1", "916821d3a138bf855e70069605559a206ba854cd", "hotp,?,6"), null,
                ("UBOM00000002_2", "a16821d3a138bf855e70069605559a206ba854cd", "hotp,?,8"), null],
            rows.Select(row => row.Token is null ? null : Told(row)));
        Assert.Contains("OATH-HOTP", rows[0].Refusal, StringComparison.Ordinal);
        Assert.Contains("serial number is missing", rows[4].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Yubico_format_has_serial_numbers_and_no_digits()
    {
        var rows = Seeds.Read("""
            # OATH mode
            508326,,0,69cfb9202438ca68964ec3244bfa4843d073a43b,,2013-12-12T08:41:07,
            1382042,,0,bf7efc1c8b6f23604930a9ce693bdd6c3265be00,,2013-12-12T08:41:17,
            # Yubico mode
            508327,cccccccccccc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,,2013-12-12T08:43:17,
            # static mode
            508328,,,9e2fd386224a7f77e9b5aee775464033,,2013-12-12T08:44:34,
            """);

        Assert.Equal(
            [("508326", "69cfb9202438ca68964ec3244bfa4843d073a43b", "hotp,?,?"),
                ("1382042", "bf7efc1c8b6f23604930a9ce693bdd6c3265be00", "hotp,?,?"), null, null],
            rows.Select(row => row.Token is null ? null : Told(row)));
        Assert.Equal("Yubico", rows[0].Token().Manufacturer);
    }

    private static (string, string, string)? Told(Countersign.Otp.SeedFiles.SeedRow row) =>
        (row.SerialNumber!, row.Token().HexOf(), row.Token().Parameters.Write());
}
