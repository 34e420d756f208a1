using System.Diagnostics;
using System.Globalization;
using System.Text;
using Countersign.SignIn;
using NSec.Cryptography;

namespace Countersign.Bench;

/// <summary>Signing in at the console, over HTTP: password and code, a session, every write durable.</summary>
internal static class SignIns
{
    private const int Users = 4000;    // more than can sign in within the 30 seconds in which a code works once
    private const int Visitors = 2;
    private const int Guessers = 32;

    /// <summary>40 a second.</summary>
    private const double TimeOfPromise = 1e9 / 40;

    public static IEnumerable<Goal> Goals(Pace pace)
    {
        var runs = new Lazy<Task<(List<double> Hashes, List<double> SignIns)>>(() => Measure(pace));
        yield return new Goal("7", "sign-in with password and code: processor time of the server", "one Argon2id hash, 19 MiB, 2 passes, by the same library", 1.1, async () => new Measured((await runs.Value).Hashes, (await runs.Value).SignIns));
        yield return new Goal("8", "sign-in with password and code: processor time of the server", "40 sign-ins a second on a core", 1, async () => PerSecond((await runs.Value).SignIns));
        yield return new Goal("9", "GetCallerIdentity, 99 of 100 calls, while 32 browsers guess passwords", "while nobody does", 5, () => Isolate(pace));
    }

    private static async Task<(List<double> Hashes, List<double> SignIns)> Measure(Pace pace)
    {
        using var folder = new DataFolder();
        var hash = await folder.Service<PasswordHasher>().Hash(Password.TryParse(DataFolder.Password)!);
        folder.AddUsers(Users, hash, ("virtual", ""));
        using var server = ServerProcess.Countersign(folder);
        await Ready(server, folder);
        using var visitors = new Crowd(Visitors, () => new ConsoleVisitor(server.Address, folder.AccountId));
        var next = -1;
        Task SignIn(ConsoleVisitor visitor) => visitor.SignIn(DataFolder.UserName(Interlocked.Increment(ref next) % Users));

        await visitors.Work(pace.Warm, SignIn);
        var (hashes, signIns) = (new List<double>(), new List<double>());
        for (var round = 0; round < pace.Rounds; round++)
        {
            hashes.Add(Hashes(pace.Round));
            var before = server.CpuTime;
            var done = await visitors.Work(pace.Round, SignIn);
            signIns.Add((server.CpuTime - before) / done);
        }

        return (hashes, signIns);
    }

    private static Measured PerSecond(List<double> signIns) => new([TimeOfPromise], signIns, Note: string.Create(
        CultureInfo.InvariantCulture,
        $"{1e9 / Measured.Median(signIns):0} a second on a core; Keycloak's guide says 15 a second for each vCPU, on other hardware and with another hash"));

    private static double Hashes(TimeSpan duration)
    {
        var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19_456, NumberOfPasses = 2 });
        var (password, salt) = (Encoding.UTF8.GetBytes(DataFolder.Password), new byte[16]);
        var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var done = 0;
        for (; Stopwatch.GetElapsedTime(start) < duration; done++)
            argon.DeriveBytes(password, salt, 32);
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / done;
    }

    private static async Task<Measured> Isolate(Pace pace)
    {
        using var folder = new DataFolder();
        folder.AddUsers(Guessers, "", ("virtual", ""));
        var keys = await folder.AddKeys(Guessers);
        using var server = ServerProcess.Countersign(folder, bound: false);
        await Ready(server, folder);
        using var calls = new Wrk(server.Address, keys.Select(key => Signed.GetCallerIdentity(server.Address, key)));
        using var guessers = new Crowd(Guessers, () => new ConsoleVisitor(server.Address, folder.AccountId));
        var next = -1;
        Task Guess(ConsoleVisitor visitor) => visitor.Guess($"nobody-{Interlocked.Increment(ref next)}");

        await calls.Run(Calls, 2 * pace.Round);
        await guessers.Work(pace.Round, Guess);
        var (floors, subjects, guesses) = (new List<double>(), new List<double>(), 0L);
        for (var round = 0; round < pace.Rounds; round++)
        {
            floors.Add((await calls.Run(Calls, pace.Round)).P99);
            var flood = guessers.Work(pace.Round + TimeSpan.FromSeconds(1), Guess);
            await Task.Delay(TimeSpan.FromSeconds(0.5), Clock.Of);
            subjects.Add((await calls.Run(Calls, pace.Round)).P99);
            guesses += await flood;
        }

        return new Measured(floors, subjects, Note: string.Create(
            CultureInfo.InvariantCulture, $"{Calls} connections; {guesses / (pace.Rounds * (pace.Round.TotalSeconds + 1)):0} guesses answered a second; guessers and callers share the server's cores"));
    }

    private const int Calls = 4;

    private static async Task Ready(ServerProcess server, DataFolder folder)
    {
        using var client = new HttpClient();
        await server.Answers(client, () => Signed.Message(server.Address, Signed.GetCallerIdentity(server.Address, folder.Admin)));
    }

    /// <summary>Several visitors at once, each doing one thing after the other.</summary>
    private sealed class Crowd(int count, Func<ConsoleVisitor> make) : IDisposable
    {
        private readonly List<ConsoleVisitor> _visitors = [.. Enumerable.Range(0, count).Select(_ => make())];

        /// <returns>How often it was done.</returns>
        public async Task<long> Work(TimeSpan duration, Func<ConsoleVisitor, Task> what)
        {
            var start = Stopwatch.GetTimestamp();
            var done = 0L;
            await Task.WhenAll(_visitors.Select(async visitor =>
            {
                while (Stopwatch.GetElapsedTime(start) < duration)
                {
                    await what(visitor);
                    Interlocked.Increment(ref done);
                }
            }));
            return done;
        }

        public void Dispose() => _visitors.ForEach(visitor => visitor.Dispose());
    }
}
