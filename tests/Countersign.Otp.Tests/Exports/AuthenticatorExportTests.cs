using System.Text.Json;
using Countersign.Otp.Exports;
using Countersign.Otp.SeedFiles;
using Countersign.Otp.Tests.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.Exports;

public sealed class AuthenticatorExportTests
{
    private const string Aegis = "exports/aegis-plain.json", Google = "exports/google-authenticator.json";

    private static readonly string[] GoogleUris = Uris();

    [Fact]
    public void Google_Authenticators_QR_codes_are_read_and_give_the_codes_of_oathtool()
    {
        var rows = AuthenticatorExport.Read(string.Join('\n', GoogleUris));

        AssertAccounts(rows);
        Assert.Equal("line 2, account 1", rows[2].Where);
    }

    [Fact]
    public void A_public_example_of_Google_Authenticators_export_is_read()
    {
        var row = Assert.Single(AuthenticatorExport.Read(
            "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC"));

        Assert.Equal(
            ("Example", "alice@google.com", "totp,sha1,6,30"),
            (row.Account!.Issuer, row.Account.Account, row.Account.Parameters.Write()));
        Assert.Equal("JBSWY3DPEHPK3PXP", Base32.Encode(row.Account.Secret.Span));
        Assert.Contains("10 bytes", Assert.Single(row.Account.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_QR_code_that_was_not_scanned_is_named()
    {
        var rows = AuthenticatorExport.Read(GoogleUris[1]);

        Assert.Equal([true, true, false], rows.Select(row => row.Account is not null));
        Assert.Equal("The export has 2 QR codes; missing: 1. Scan all of them.", rows[2].Refusal);
    }

    [Fact]
    public void A_QR_code_that_was_scanned_twice_counts_once_and_the_order_does_not_matter()
    {
        var rows = AuthenticatorExport.Read(string.Join('\n', GoogleUris[1], GoogleUris[0], GoogleUris[1]));

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Null(row.Refusal));
    }

    [Theory]
    [InlineData("data="), InlineData("dat="), InlineData("data=%%%"), InlineData("data=CjEKCkhlbGxv"), InlineData("data=AA")]
    [InlineData("data=GGUgAA"), InlineData("data=IAE"), InlineData("data=________________")]
    public void A_damaged_QR_code_says_to_scan_it_again(string query)
    {
        var rows = AuthenticatorExport.Read($"otpauth-migration://offline?{query}");

        Assert.Contains("Scan it again", Assert.Single(rows).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Aegis_is_read_and_gives_the_codes_of_oathtool()
    {
        var rows = AuthenticatorExport.Read(Text(Aegis));

        AssertAccounts([.. rows.Take(4)]);
        Assert.Equal(("entry 5", "gamer"), (rows[4].Where, rows[4].Name));
        Assert.Contains("Steam", rows[4].Refusal, StringComparison.Ordinal);
        Assert.Contains("expected totp or hotp", rows[5].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_vault_says_how_to_export_it()
    {
        var error = Refused("""{"version":1,"header":{"slots":[{"type":1}],"params":{}},"db":"c2VhbGVk"}""");

        Assert.Equal(SeedFileFault.NotSupported, error.Fault);
        Assert.Contains("Encrypt the vault", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", SeedFileFault.Unknown), InlineData("hello\nworld", SeedFileFault.Unknown), InlineData("{}", SeedFileFault.Unknown)]
    [InlineData("{\"header\":{},\"db\":{\"entries\":7}}", SeedFileFault.Unknown), InlineData("{\"a", SeedFileFault.Damaged)]
    public void Something_else_is_refused(string text, SeedFileFault fault)
    {
        Assert.Equal(fault, Refused(text).Fault);
    }

    [Theory]
    [InlineData("{}", "type"), InlineData("7", "type"), InlineData("{\"type\":\"totp\"}", "info is missing")]
    [InlineData("{\"type\":\"totp\",\"info\":{}}", "seed is missing"), InlineData("{\"type\":\"totp\",\"name\":\"\\ud800\"}", "Unicode")]
    [InlineData("{\"type\":\"totp\",\"info\":{\"secret\":\"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\",\"digits\":5}}", "digits")]
    [InlineData("{\"type\":\"totp\",\"info\":{\"secret\":\"GEZDGNBV\",\"digits\":6}}", "5 bytes")]
    public void A_bad_entry_is_refused_with_its_reason(string entry, string reason)
    {
        var row = Assert.Single(AuthenticatorExport.Read($"{{\"header\":{{}},\"db\":{{\"entries\":[{entry}]}}}}"));

        Assert.Contains(reason, row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_URIs_is_read_line_by_line()
    {
        var rows = AuthenticatorExport.Read($"""
            otpauth://totp/Acme:anna?secret={Seeds.Base32}&issuer=Acme&algorithm=SHA256&digits=8&period=60
            nonsense
            otpauth://hotp/bob?secret={Seeds.Base32}&counter=7
            otpauth://totp/carol?secret=
            """);

        Assert.Equal(("Acme", "anna", "totp,sha256,8,60"), (rows[0].Account!.Issuer, rows[0].Account!.Account, rows[0].Account!.Parameters.Write()));
        Assert.Equal(("", "bob", "hotp,sha1,6", 7), (rows[2].Account!.Issuer, rows[2].Name, rows[2].Account!.Parameters.Write(), rows[2].Account!.Counter));
        Assert.Equal(("line 2", "line 4"), (rows[1].Where, rows[3].Where));
        Assert.Equal("secret: missing", rows[3].Refusal);
    }

    [Fact]
    public void An_account_does_not_print_its_seed()
    {
        var row = AuthenticatorExport.Read($"otpauth://totp/Acme:anna?secret={Seeds.Base32}&issuer=Acme")[0];

        Assert.Equal("anna at Acme", row.Account!.ToString());
        Assert.DoesNotContain("GEZD", row.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_export_gives_rows_or_a_refusal_and_shows_no_seed()
    {
        string[] texts = [string.Join('\n', GoogleUris), Text(Aegis), $"otpauth://totp/a?secret={Seeds.Base32}"];
        var change = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5000], Gen.Int[0, 20], Gen.Char[' ', '~'].Array[0, 20]);

        change.Array[1, 3].Select(Gen.Int[0, 2]).Sample(
            sample =>
            {
                var text = sample.Item1.Aggregate(texts[sample.Item2], Changed);
                try
                {
                    foreach (var row in AuthenticatorExport.Read(text))
                    {
                        Assert.True(row.Account is null != (row.Refusal is null));
                        Assert.DoesNotContain(Seeds.Base32[4..14], row.Refusal ?? "", StringComparison.OrdinalIgnoreCase);
                    }
                }
                catch (SeedFileException refusal)
                {
                    Assert.DoesNotContain(Seeds.Base32[4..14], refusal.ToString(), StringComparison.OrdinalIgnoreCase);
                }
            },
            iter: 2000);

        static string Changed(string text, (int How, int Where, int Length, char[] Characters) change)
        {
            var at = text.Length == 0 ? 0 : change.Where % text.Length;
            var end = Math.Min(at + change.Length, text.Length);
            return change.How switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at],
                _ => text[..at] + new string(change.Characters) + text[at..],
            };
        }
    }

    private static void AssertAccounts(IReadOnlyList<ExportedRow> rows)
    {
        using var expected = JsonDocument.Parse(Text(Google));
        var time = DateTimeOffset.FromUnixTimeSeconds(expected.RootElement.Number("time"));
        var accounts = expected.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(accounts.Count, rows.Count);
        foreach (var (account, row) in accounts.Zip(rows))
        {
            var read = row.Account!;
            var parameters = read.Parameters.Known!.Value;
            Assert.Equal((account.Text("issuer"), account.Text("account")), (read.Issuer, read.Account));
            Assert.Equal(account.Text("secret"), Convert.ToHexStringLower(read.Secret.Span));
            Assert.Equal(account.Number("counter"), read.Counter);
            Assert.True(
                A.Code(account.Text("code")) == (read.Parameters.Kind == OathKind.Totp
                    ? Totp.Compute(read.Secret.Span, parameters, time)
                    : Hotp.Compute(read.Secret.Span, (ulong)read.Counter, parameters.Hash, parameters.Digits)),
                read.Account);
        }
    }

    private static SeedFileException Refused(string text) =>
        Assert.Throws<SeedFileException>(() => AuthenticatorExport.Read(text));

    private static string[] Uris()
    {
        using var file = JsonDocument.Parse(Text(Google));
        return [.. file.RootElement.GetProperty("uris").EnumerateArray().Select(uri => uri.GetString()!)];
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", name));
}
