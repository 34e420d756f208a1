using System.Text;
using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class PskcWriterTests
{
    [Theory, InlineData(null), InlineData("grüße aus Köln")]
    public void What_is_written_is_read_back(string? passphrase)
    {
        AnySeed.Any.Array[0, 3].Where(seeds => seeds.DistinctBy(seed => seed.SerialNumber, StringComparer.Ordinal).Count() == seeds.Length).Sample(
            seeds =>
            {
                var rows = Seeds.Read(new MemoryStream(Written(passphrase, seeds)), new SeedFileKeys(passphrase));

                return rows.Select(row => AnySeed.Facts(row.Token())).SequenceEqual(seeds.Select(AnySeed.Facts));
            },
            iter: 200);
    }

    [Fact]
    public void An_encrypted_file_shows_no_seed_and_no_two_files_are_alike()
    {
        var seed = Token();

        var one = Encoding.UTF8.GetString(Written("a passphrase", seed));
        var other = Encoding.UTF8.GetString(Written("a passphrase", seed));

        Assert.DoesNotContain(Convert.ToBase64String(seed.Secret.Span)[..12], one, StringComparison.Ordinal);
        Assert.DoesNotContain("a passphrase", one, StringComparison.Ordinal);
        Assert.False(one == other, "The same file again.");
        Assert.False(CipherValues(one)[^1] == CipherValues(other)[^1], "The same cipher again.");
    }

    [Fact]
    public void Another_passphrase_does_not_open_it()
    {
        var file = new MemoryStream(Written("one", Token()));

        Assert.Equal(
            SeedFileFault.WrongPassphrase,
            Assert.Throws<SeedFileException>(() => Seeds.Read(file, new SeedFileKeys("other"))).Fault);
    }

    [Fact]
    public void A_changed_seed_is_noticed()
    {
        var text = Encoding.UTF8.GetString(Written("one", Token(), Token() with { SerialNumber = "T2" }));
        var cipher = CipherValues(text)[^1];
        var changed = cipher[..^8] + (cipher[^8] == 'A' ? 'B' : 'A') + cipher[^7..];

        var rows = Seeds.Read(text.Replace(cipher, changed, StringComparison.Ordinal), new SeedFileKeys("one"));

        Assert.NotNull(rows[0].Token);
        Assert.Contains("ValueMAC", rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void By_default_a_passphrase_costs_600_000_rounds()
    {
        using var stream = new MemoryStream();
        PskcWriter.Encrypted(stream, "one").Dispose();

        Assert.Contains("<IterationCount>600000</IterationCount>", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_passphrase_must_be_one_and_its_rounds_those_that_are_read()
    {
        Assert.Throws<ArgumentException>(() => PskcWriter.Encrypted(new MemoryStream(), ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => PskcWriter.Encrypted(new MemoryStream(), "x", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PskcWriter.Encrypted(new MemoryStream(), "x", 5_000_001));
    }

    private static OathSeed Token() => new()
    {
        SerialNumber = "T1",
        Secret = A.Key,
        Parameters = OathTokenParameters.Parse("totp,sha1,6,30"),
    };

    private static byte[] Written(string? passphrase, params OathSeed[] seeds)
    {
        using var stream = new MemoryStream();
        using (var writer = passphrase is null ? PskcWriter.InClear(stream) : PskcWriter.Encrypted(stream, passphrase, 10))
        {
            foreach (var seed in seeds)
                writer.Write(seed);
        }
        return stream.ToArray();
    }

    private static List<string> CipherValues(string text) =>
        [.. text.Split("<xenc:CipherValue>").Skip(1).Select(rest => rest.Split('<')[0])];
}
