using System.Text;
using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SecurId;

/// <summary>Whatever becomes of a file on its way: rows or a refusal, and no word of the seeds in it.</summary>
public sealed class SecurIdFileFuzzTests
{
    private static readonly (byte[] File, string? Password, byte[][] Seeds)[] Files = [.. All()];

    [Fact]
    public void A_file_that_was_changed_anyhow_gives_rows_or_a_refusal_and_never_its_seed()
    {
        var edits = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, 60], Gen.Byte).Array[1, 6];

        Gen.Select(Gen.Int[0, Files.Length - 1], Gen.Bool, edits).Sample((index, withPassword, edits) =>
        {
            var (file, password, seeds) = Files[index];
            var changed = file.ToList();
            foreach (var (kind, place, length, value) in edits)
                Edit(changed, kind, (int)(place * (changed.Count - 1)), length, value);

            Read([.. changed], new SeedFileKeys(withPassword ? password : null, DeviceId: "12345678901"), seeds);
        }, iter: 3_000);
    }

    [Fact]
    public void Bytes_that_are_no_file_give_rows_or_a_refusal()
    {
        string[] begins = ["", "<TKNBatch>", "<TKNBatch><TKNHeader>", "1", "2", "AwAA", "ctfData=", "\uFEFF"];

        Gen.Select(Gen.Int[0, begins.Length - 1], Gen.Byte.Array[0, 600]).Sample((index, rest) =>
            Read([.. Encoding.UTF8.GetBytes(begins[index]), .. rest], SeedFileKeys.None, []));
    }

    private static void Read(byte[] file, SeedFileKeys keys, byte[][] seeds)
    {
        using var stream = new MemoryStream(file);
        var said = new StringBuilder();
        try
        {
            var reading = SeedFile.Open(stream, keys);
            foreach (var row in reading.Rows)
            {
                // Two numbers with a semicolon between them may be of another kind, which has tests of its own.
                if (!reading.FormatName.Contains("SecurID", StringComparison.Ordinal))
                    continue;

                Assert.True(row.Refusal is null == (row.Token is not null || row.Skipped is not null));
                said.Append(row.Where).Append(row.SerialNumber).Append(row.Refusal).Append(row);
                if (row.Token is { } token)
                {
                    Assert.Contains(seeds, seed => token.Secret.Span.SequenceEqual(seed));
                    said.AppendJoin('\n', token.Warnings).Append(token);
                }
            }
        }
        catch (SeedFileException refusal)
        {
            said.Append(refusal);
        }

        foreach (var seed in seeds)
        {
            Assert.DoesNotContain(Convert.ToHexString(seed), said.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(seed), said.ToString(), StringComparison.Ordinal);
        }

        // A text without password is as good as the seed in it: no 16 characters in a row may come back.
        var text = Encoding.UTF8.GetString(file);
        for (var i = text.IndexOf("ctfData", StringComparison.Ordinal) + 13; i + 16 <= text.Length; i += 8)
        {
            var part = text.Substring(i, 16);
            if (part.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '%'))
                Assert.DoesNotContain(part, said.ToString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(byte[] File, string? Password, byte[][] Seeds)> All()
    {
        yield return (
            File.ReadAllBytes(SecurIdVectors.PathOf("batch-hardware-like.sdtid")),
            SecurIdVectors.Batch.Text("password"),
            [.. SecurIdVectors.Batch.GetProperty("tokens").EnumerateArray().Select(token => token.Seed())]);
        for (var id = 0; id < 4; id++)
        {
            var token = SecurIdVectors.Token(id);
            byte[][] seeds = [token.Seed()];
            yield return (
                File.ReadAllBytes(SecurIdVectors.PathOf(token.Text("file"))),
                token.GetProperty("password").GetString(), seeds);
            foreach (var name in (string[])["ctf", "ctf_blocks", "uri_android", "uri_v3"])
                yield return (Encoding.UTF8.GetBytes(token.Text(name)), null, seeds);
            foreach (var name in (string[])["ctf_password", "uri_v3_password_devid"])
            {
                var locked = token.GetProperty(name);
                yield return (Encoding.UTF8.GetBytes(locked.Text("value")), locked.Text("password"), seeds);
            }
        }
    }

    private static void Edit(List<byte> file, int kind, int at, int length, byte value)
    {
        length = Math.Min(length, file.Count - at);
        switch (kind)
        {
            case 0:
                file[at] ^= (byte)(value | 1);
                break;
            case 1:
                file.RemoveRange(at, length);
                break;
            case 2:
                file.InsertRange(at, file.GetRange(at / 2, Math.Min(length, file.Count - at / 2)));
                break;
            case 3:
                file.Insert(at, value);
                break;
            default:
                if (value < 32)
                    file.RemoveRange(at, file.Count - at);
                break;
        }
        if (file.Count == 0)
            file.Add(value);
    }
}
