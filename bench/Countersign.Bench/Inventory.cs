using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;

namespace Countersign.Bench;

/// <summary>The token inventory of a large organisation.</summary>
internal static class Inventory
{
    private const int Delivery = 100_000;
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    public static IEnumerable<Goal> Goals()
    {
        yield return new Goal("-", "importing a file of 100,000 tokens", "the bare INSERTs of as many rows, in one transaction", 8, Import);
        yield return new Goal("-", "finding a token by serial number among 1,000,000", "among 1,000", 2, Find);
    }

    private static async Task<Measured> Import()
    {
        var (floors, subjects) = (new List<double>(), new List<double>());
        var peak = 0L;
        for (var round = 0; round < 3; round++)
        {
            using (var folder = new DataFolder())
                floors.Add(Time(() => folder.AddTokens(Delivery)));

            using (var folder = new DataFolder())
            {
                await using var file = File.Create(folder.PathOf("tokens.csv"), 1 << 16, FileOptions.DeleteOnClose);
                Write(file);
                GC.Collect();
                var before = GC.GetTotalMemory(forceFullCollection: true);
                var start = Stopwatch.GetTimestamp();
                var request = new ImportTokens.Request(new LocalTokenFile("tokens.csv", file), SeedFileKeys.None, Progress: new Watch(() =>
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) - before)));
                var done = await folder.Run(request);
                subjects.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
                if (done.Imported != Delivery)
                    throw new InvalidOperationException($"{done.Imported} imported.");
            }
        }

        return new Measured(floors, subjects, Note: $"managed heap at most {peak / 1024 / 1024} MiB larger meanwhile");
    }

    private static async Task<Measured> Find()
    {
        using var few = new DataFolder();
        using var many = new DataFolder();
        few.AddTokens(Few);
        many.AddTokens(Many);
        var (i, j) = (0, 0);
        return await Paired.Run(
            () => Look(few, (i += 7) % Few),
            () => Look(many, (j += 7919) % Many));
    }

    private static void Look(DataFolder folder, int number)
    {
        var found = folder.Database.Read(store => store.MfaDevices.Find(folder.AccountId, SerialOf(number))).GetAwaiter().GetResult();
        if (found is null)
            throw new InvalidOperationException($"{SerialOf(number)} is not found.");
    }

    private static string SerialOf(int number) => string.Create(CultureInfo.InvariantCulture, $"GALT{number:D9}");

    private static void Write(FileStream file)
    {
        using var text = new StreamWriter(file, leaveOpen: true);
        text.WriteLine("serial,secret,encoding,type,algorithm,digits,period");
        for (var i = 0; i < Delivery; i++)
            text.WriteLine($"{SerialOf(i)},{Convert.ToHexString(RandomNumberGenerator.GetBytes(20))},hex,totp,sha1,6,30");
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private sealed class Watch(Action look) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => look();
    }
}
