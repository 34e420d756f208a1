using System.Text;
using Countersign.Otp.Exports;
using CsCheck;

namespace Countersign.Otp.Tests.Exports;

public sealed class AuthenticatorExportTests
{
    private static readonly OathParameters EightByTheMinute = new(OathHash.Sha256, 8, TimeSpan.FromSeconds(60));

    [Fact]
    public void The_readme_example_of_other_decoders_is_read()
    {
        var export = AuthenticatorExport.Read(
            "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTACEAEYASAA");

        var account = Assert.Single(export.Rows).Account!;
        Assert.Equal(("Example", "alice@google.com", "JBSWY3DPEHPK3PXP"), (account.Issuer, account.Account, Base32.Encode(account.Secret.Span)));
        Assert.Equal(OathParameters.Default, account.Parameters.Known);
    }

    [Fact]
    public void An_export_in_two_parts_is_read_whatever_their_order()
    {
        var lines = Text("google-authenticator.txt").Split('\n');

        var export = AuthenticatorExport.Read(string.Join('\n', lines[0], lines[2], lines[1]));

        Assert.Equal("Google Authenticator (otpauth-migration)", export.FormatName);
        Assert.Collection(
            export.Rows,
            row => Is(row, "Überkonto", "zoë", A.Key, OathKind.Hotp, OathParameters.Default, 4711),
            row => Assert.Equal("algorithm: expected SHA-1, SHA-256 or SHA-512", row.Refusal),
            row => Is(row, "Countersign", "anna@example.com", A.Key, OathKind.Totp, OathParameters.Default, 0),
            row => Is(row, "", "bob", [.. A.Key, .. A.Key[..12]], OathKind.Totp, EightByTheMinute with { Period = TimeSpan.FromSeconds(30) }, 0));
    }

    [Fact]
    public void A_missing_part_is_named()
    {
        var lines = Text("google-authenticator.txt").Split('\n');

        Assert.Equal(
            "part 2 of 2 is missing: scan every QR code of the export", AuthenticatorExport.Read(lines[1]).Rows[^1].Refusal);
    }

    [Fact]
    public void Parts_that_are_missing_by_the_hundred_are_one_line_for_each_export()
    {
        // 3: a thousand parts, 4: the first of them, 5: another export in each line
        var lines = Enumerable.Range(0, 1000).Select(id =>
            $"otpauth-migration://offline?data={Uri.EscapeDataString(Convert.ToBase64String([0x18, 0xE8, 0x07, 0x20, 0, 0x28, (byte)((id & 0x7F) | 0x80), (byte)(id >> 7)]))}");

        var rows = AuthenticatorExport.Read(string.Join('\n', lines)).Rows;

        Assert.Equal(1000, rows.Count);
        Assert.All(rows, row => Assert.Equal("999 of 1000 parts are missing: scan every QR code of the export", row.Refusal));
    }

    [Theory]
    [InlineData("""{"db":{"entries":[]},"\ud800":1}"""), InlineData("""{"db":{"entries":[{"\ud800":1,"type":"totp"}]}}""")]
    public void A_name_that_is_not_Unicode_is_damage(string json) => Assert.Equal(
        "The JSON has a name in it that is not valid Unicode.", Assert.Throws<FormatException>(() => AuthenticatorExport.Read(json)).Message);

    [Fact]
    public void Aegis_is_read_and_what_nobody_else_can_check_is_named()
    {
        var export = AuthenticatorExport.Read(Text("aegis-plain.json"));

        Assert.Collection(
            export.Rows,
            row => Is(row, "Countersign", "anna", A.Key, OathKind.Totp, OathParameters.Default, 0),
            row => Is(row, "", "bob", [.. A.Key, .. A.Key[..12]], OathKind.Totp, EightByTheMinute, 0),
            row => Is(row, "Work", "carol", A.Key, OathKind.Hotp, new OathParameters(OathHash.Sha512, 6, TimeSpan.FromSeconds(30)), 17),
            row => Assert.Equal(
                ("entry 4", "Steam: gamer", "type: expected totp or hotp; \"steam\" is not one that other programs can check"),
                (row.Where, row.Name, row.Refusal)));
    }

    [Fact]
    public void A_list_of_uris_is_read_line_by_line()
    {
        var export = AuthenticatorExport.Read("""
            # moved from the old server

            otpauth://totp/Old:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Old
            otpauth://totp/Old:bob?secret=notbase32!
            """);

        Assert.Equal("list of otpauth URIs", export.FormatName);
        Is(export.Rows[0], "Old", "anna", A.Key, OathKind.Totp, OathParameters.Default, 0);
        Assert.Equal("line 4", export.Rows[1].Where);
        Assert.StartsWith("secret: ", export.Rows[1].Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"version\":1,\"header\":{\"slots\":[{}]},\"db\":\"8uj2…\"}", "encrypted")]
    [InlineData("{\"items\":[]}", "JSON of another program")]
    [InlineData("{\"db\":{\"entries\":[{]}}", "damaged at line 1")]
    [InlineData("PK\u0003\u0004", "no export that is known here")]
    [InlineData("", "no export that is known here")]
    public void What_is_no_export_is_refused_with_what_would_be_right(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => AuthenticatorExport.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("otpauth-migration://offline", "data: missing")]
    [InlineData("otpauth-migration://offline?data=%%%", "not Base64")]
    [InlineData("otpauth-migration://offline?data=CjE", "damaged")]
    [InlineData("otpauth-migration://offline?data=GAA", "makes no sense")]
    public void A_damaged_uri_is_named_and_hides_no_other(string uri, string says)
    {
        var rows = AuthenticatorExport.Read($"{uri}\notpauth://totp/anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").Rows;

        Assert.Contains(says, rows[0].Refusal, StringComparison.Ordinal);
        Assert.NotNull(rows[1].Account);
    }

    [Fact]
    public void Whatever_happens_to_an_export_there_are_rows_or_a_named_refusal_and_never_the_seed()
    {
        var files = Gen.Bool.Select(json => json ? "aegis-plain.json" : "google-authenticator.txt").Select(name => Encoding.UTF8.GetBytes(Text(name)));
        Gen.Select(files, Gen.Int[0, 3000], Gen.Int[0, 60], Gen.Byte.Array[0, 8])
            .Sample((file, at, cut, put) =>
            {
                var start = at % file.Length;
                var damaged = Encoding.UTF8.GetString([.. file[..start], .. put, .. file[Math.Min(file.Length, start + cut)..]]);
                try
                {
                    foreach (var row in AuthenticatorExport.Read(damaged).Rows)
                    {
                        Assert.True(row.Account is null != row.Refusal is null);
                        Assert.DoesNotContain("GEZDGNBVGY3TQOJQ", row.Refusal ?? "", StringComparison.Ordinal);
                    }
                }
                catch (FormatException refusal)
                {
                    Assert.DoesNotContain("GEZDGNBVGY3TQOJQ", refusal.Message, StringComparison.Ordinal);
                }
            });
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "exports", name));

    private static void Is(ExportRow row, string issuer, string account, byte[] secret, OathKind kind, OathParameters parameters, long counter) =>
        Assert.Equal(new ExportedAccount(issuer, account, secret, OathTokenParameters.Of(kind, parameters), counter), row.Account);
}
