using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>Files of a whole delivery are read in memory that does not grow with them.</summary>
public sealed class StreamingTests
{
    private const int Tokens = 20_000;

    [Fact]
    public void Each_row_of_a_CSV_file_costs_a_few_kilobytes_and_none_is_kept()
    {
        var text = new StringBuilder("serial,secret,encoding\n");
        for (var i = 0; i < Tokens; i++)
            text.Append(null, $"{i:D9},{Seeds.Hex},hex\n");

        Assert.InRange(BytesPerRow(Encoding.UTF8.GetBytes(text.ToString())), 1, 4_000);
    }

    [Fact]
    public void Each_row_of_a_PSKC_file_costs_a_few_kilobytes_and_none_is_kept()
    {
        using var file = new MemoryStream();
        using (var writer = PskcWriter.Encrypted(file, "one", 10))
        {
            for (var i = 0; i < Tokens; i++)
            {
                writer.Write(new OathSeed
                {
                    SerialNumber = $"{i:D9}",
                    Secret = A.Key,
                    Parameters = OathTokenParameters.Parse("totp,sha1,6,30"),
                });
            }
        }

        Assert.InRange(BytesPerRow(file.ToArray()), 1, 15_000);
    }

    private static long BytesPerRow(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var rows = SeedFile.Open(stream, new SeedFileKeys("one")).Rows.GetEnumerator();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var first = First(rows);
        var count = 1 + Rest(rows);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Tokens, count);
        GC.Collect();
        Assert.False(first.IsAlive, "The first token is still held.");
        return allocated / count;
    }

    // Methods of their own, so that no local variable holds a token any longer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference First(IEnumerator<SeedRow> rows)
    {
        Assert.True(rows.MoveNext());
        return new WeakReference(rows.Current.Token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Rest(IEnumerator<SeedRow> rows)
    {
        var count = 0;
        for (; rows.MoveNext(); count++)
            Assert.NotNull(rows.Current.Token);
        return count;
    }
}
