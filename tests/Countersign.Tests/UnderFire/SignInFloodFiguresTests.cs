using System.Diagnostics;
using Countersign.SignIn;
using Countersign.Tests.Advisories;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.UnderFire;

/// <summary>What a flood of sign-ins costs those who are signed in already: measured.</summary>
[Trait("Category", "Long")]
public sealed class SignInFloodFiguresTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    /// <summary>Goal: 5 times idle. It is a shared machine, and the clients are on it: what fails is twice that.</summary>
    private const double Most = 10;

    /// <summary>What a flood may add to the working set: the memory of the hashes at work, and of those who wait.</summary>
    private const long MostMemory = 256L << 20;

    [Fact]
    public async Task While_sign_ins_fill_the_slots_signed_calls_take_at_most_ten_times_as_long_and_memory_stays_bounded()
    {
        var name = await server.Somebody();
        await Calls(500);    // warm
        var idle = await Calls(3000);
        var before = Environment.WorkingSet;

        var (filled, filledMemory) = await Under(PasswordHasher.Queue / 2, name);
        var (flooded, floodedMemory) = await Under(4 * PasswordHasher.Queue, name);

        output.WriteLine(FormattableString.Invariant($"idle: p50 {At(idle, 50):0} µs, p99 {At(idle, 99):0} µs"));
        output.WriteLine(FormattableString.Invariant(
            $"slots filled by {PasswordHasher.Queue / 2} clients: p50 {At(filled, 50):0} µs, p99 {At(filled, 99):0} µs, {At(filled, 99) / At(idle, 99):0.0} times idle; working set +{(filledMemory - before) >> 20} MiB"));
        output.WriteLine(FormattableString.Invariant(
            $"flood of {4 * PasswordHasher.Queue} clients in this process, most turned away: p50 {At(flooded, 50):0} µs, p99 {At(flooded, 99):0} µs, {At(flooded, 99) / At(idle, 99):0.0} times idle; working set +{(floodedMemory - before) >> 20} MiB"));
        Assert.InRange(At(filled, 99) / At(idle, 99), 0, Most);
        Assert.InRange(Math.Max(filledMemory, floodedMemory) - before, long.MinValue, MostMemory);
    }

    private static double At(double[] times, int percent) => times.Order().ElementAt(times.Length * percent / 100);

    private async Task<(double[] Times, long Memory)> Under(int clients, string name)
    {
        using var over = new CancellationTokenSource();
        var flood = Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var refusal = await Refused.By(() => new Browser(server, $"2001:db8:{client:x}:{i:x}::1").Password(i % 2 == 0 ? name : "nobody", Passwords.Second));
                if (refusal.Status == 503)    // a client is told to come back in three seconds; these come much sooner
                    await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        })).ToList();
        while (server.Service<PasswordHasher>().InHand < Math.Min(clients, PasswordHasher.Queue) / 2)
            await Task.Yield();
        var times = await Calls(3000);
        var memory = Environment.WorkingSet;
        await over.CancelAsync();
        await Task.WhenAll(flood);
        return (times, memory);
    }

    private async Task<double[]> Calls(int count)
    {
        using var client = new ApiClient(server);
        var key = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await client.Post("sts:GetCallerIdentity", key)).Status);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return times;
    }
}
