using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Otp.SeedFiles;

namespace Countersign.Fuzz;

/// <summary>A maker's seed file: rows, or a refusal of the whole; what is written again is read the same.</summary>
/// <remarks>
/// Input: the passphrase, a line feed, the file. Every target reads through the same door, which recognises the format; they
/// differ in what they begin with.
/// </remarks>
internal sealed partial class SeedFileTarget(string name) : Target
{
    private const string Hex = "3132333435363738393031323334353637383930";
    private const string Base32Text = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string Passphrase = "fuzz";

    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "vectors");

    private static readonly string[] CsvFiles =
    [
        $"{SeedFile.CsvHeader}\nT1,{Hex},hex,totp,SHA1,6,30,,-1,Maker,\"M, x\",anna\nT2,{Base32Text},base32,hotp,,,,7,,,,\n",
        $"upn;serial number;secret key;time interval;manufacturer;model\r\nanna;1234567;{Base32Text};30;A;B\r\n",
        $"F1,{Hex},totp,6,30\nF2,{Hex},hotp,6\nF3,{Hex}\n",
        $"OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,{Hex},,,0,0,0,6,0,0,0,0,0,0\n",
        $"508326,,0,{Hex},,2013-12-12T08:41:07,\n",
        $"sep=;\n\"serial\";\"secret\"\n\"=\"\"001\"\"\";'{Hex}\n1.23E+12;{Base32Text}\n",
        $"otpauth://totp/T1?secret={Base32Text}\notpauth://hotp/T2?secret={Base32Text}&counter=1\n",
    ];

    public override string Name => name;

    // PBKDF2 may take five million rounds, "some seconds of work" (PskcEncryption).
    public override TimeSpan TimeLimit => name == "pskc" ? TimeSpan.FromSeconds(10) : base.TimeLimit;

    public override int MaxLength => 8 * 1024;

    public override IEnumerable<byte[]> Seeds => name switch
    {
        "pskc" => Directory.GetFiles(Path.Combine(Vectors, "pskc"), "*.pskcxml").Order(StringComparer.Ordinal)
            .Select(path => With("qwerty", Rounds().Replace(File.ReadAllText(path), "${1}9")))
            .Append(With("", $"<Tokens><Token serial=\"A1\"><Applications><Application><Seed>{Hex}</Seed><MovingFactor>1</MovingFactor></Application></Applications></Token></Tokens>")),
        "csv" => CsvFiles.Select(file => With("", file)),
        "sdtid" => Sdtid(),
        _ => SecurIdTexts(),
    };

    public override IReadOnlyList<string> Words => name switch
    {
        "csv" => [.. SeedFile.CsvHeader.Split(','), ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "sep=;", "#", "=\"", "'", "hex", "base32", "base64", "totp", "hotp", "SHA256", Hex, "1.2E+10", "OATH-HOTP", "ccccccc", "serial number"],
        "securid" => ["ctfData=", "%3D", "AwAA", "\n", "-", "1", "2", "3D", "&", "com.rsa.securid://ctf?"],
        _ =>
        [
            "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&lt;", "&#xD800;", "&#0;", "&a;", "</", "/>", " xmlns=\"\"", "<KeyPackage>", "</KeyPackage>", "<Key Algorithm=\"totp\">",
            "<Secret>", "<PlainValue>", "<EncryptedValue>", "<ValueMAC>", "<Counter>", "<TimeInterval>", "<TimeDrift>", "<Policy>", "<StartDate>", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
            "<TKN>", "</TKN>", "<TKNHeader>", "<SN>", "<Digits>", "<Interval>", "<Death>", "9999/12/31", "9999/12/30", "<Seed>", "=", "<PRF Algorithm=\"#hmac-sha512\"/>", "<KeyLength>", "<EncryptionKey>",
        ],
    };

    public override long AllocationLimit(int length) => base.AllocationLimit(length) + 8 * 1024 * 1024;

    public override void Read(byte[] input)
    {
        var end = input.AsSpan().IndexOf((byte)'\n');
        var file = input.AsSpan(end + 1).ToArray();
        if (name == "pskc" && Encoding.UTF8.GetString(file) is var text && Rounds().IsMatch(text))
            file = Encoding.UTF8.GetBytes(Rounds().Replace(text, "${1}99"));    // or the fuzzer does nothing but PBKDF2
        var keys = new SeedFileKeys(
            end < 0 ? null : Encoding.UTF8.GetString(input, 0, end), Convert.FromHexString("12345678901234567890123456789012"), "12345678901");

        List<SeedRow> rows;
        try
        {
            rows = Rows(file, keys);
        }
        catch (SeedFileException)
        {
            return;
        }

        foreach (var row in rows)
            Promise.That((row.Token is null ? 0 : 1) + (row.Refusal is null ? 0 : 1) + (row.Skipped is null ? 0 : 1) == 1, "a row that is not one of token, refusal, skipped");
        var seeds = rows.Select(row => row.Token).OfType<OathSeed>().ToList();
        if (seeds.Count > 0)
            WriteAsPskc(seeds);
        if (rows.Select(row => row.Token).OfType<SecurIdSeed>().ToList() is { Count: > 0 } tokens)
            WriteAsSdtid(tokens);
    }

    private static List<SeedRow> Rows(byte[] file, SeedFileKeys keys)
    {
        using var stream = new MemoryStream(file);
        return SeedFile.Open(stream, keys).Rows.ToList();
    }

    private static void WriteAsPskc(List<OathSeed> seeds)
    {
        using var stream = new MemoryStream();
        using (var writer = PskcWriter.InClear(stream))
        {
            foreach (var seed in seeds)
                writer.Write(seed);
        }
        var again = Rows(stream.ToArray(), SeedFileKeys.None);
        Promise.That(seeds.Select(Facts).SequenceEqual(again.Select(row => row.Token is OathSeed seed ? Facts(seed) : row.Refusal ?? ""), StringComparer.Ordinal), "written as PSKC it reads otherwise");
    }

    private static void WriteAsSdtid(List<SecurIdSeed> tokens)
    {
        using var stream = new MemoryStream();
        using (var writer = new SdtidWriter(stream, Passphrase))
        {
            foreach (var token in tokens)
                writer.Write(token);
        }
        var again = Rows(stream.ToArray(), new SeedFileKeys(Passphrase));
        Promise.That(tokens.Select(Facts).SequenceEqual(again.Select(row => row.Token is SecurIdSeed seed ? Facts(seed) : row.Refusal ?? ""), StringComparer.Ordinal), "written as sdtid it reads otherwise");
    }

    private static string Facts(OathSeed seed) => FormattableString.Invariant(
        $"{seed.SerialNumber} {Convert.ToHexString(seed.Secret.Span)} {seed.Parameters.Write()} {seed.Counter} {seed.DriftSteps} {seed.Manufacturer}|{seed.Model}|{seed.UserName} {seed.NotBefore:O} {seed.NotAfter:O}");

    private static string Facts(SecurIdSeed seed) => FormattableString.Invariant(
        $"{seed.SerialNumber} {Convert.ToHexString(seed.Secret.Span)} {seed.Parameters.Write()} {seed.UserName} {seed.NotBefore:O} {seed.NotAfter:O}");

    private static byte[] With(string? passphrase, string file) => Encoding.UTF8.GetBytes($"{passphrase}\n{file}");

    private static IEnumerable<byte[]> Sdtid()
    {
        yield return With("batch-Passw0rd", File.ReadAllText(Path.Combine(Vectors, "securid", "batch-hardware-like.sdtid")));
        foreach (var token in Tokens().Take(6))
            yield return With(token.GetProperty("password").GetString(), File.ReadAllText(Path.Combine(Vectors, "securid", token.GetProperty("file").GetString()!)));
    }

    private static IEnumerable<byte[]> SecurIdTexts()
    {
        foreach (var token in Tokens().Take(4))
        {
            foreach (var form in (string[])["ctf", "ctf_blocks", "uri_android", "uri_iphone", "uri_v3"])
                yield return With("", token.GetProperty(form).GetString()!);
            foreach (var form in (string[])["ctf_password", "ctf_both", "uri_v3_password_devid"])
                yield return With(token.GetProperty(form).GetProperty("password").GetString(), token.GetProperty(form).GetProperty("value").GetString()!);
        }
    }

    private static List<JsonElement> Tokens()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors, "securid", "securid-stoken.json")));
        return [.. file.RootElement.Clone().GetProperty("tokens").EnumerateArray()];
    }

    [GeneratedRegex(@"(?<1>IterationCount[^<]{0,200}?>\s*)\d{3,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rounds();
}
