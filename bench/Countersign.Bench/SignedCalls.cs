using System.Globalization;

namespace Countersign.Bench;

/// <summary>Signed calls over HTTP, really verified, beside the smallest web server there is.</summary>
internal static class SignedCalls
{
    private const int Connections = 32;
    private const int Users = 10_000;
    private const int Keys = 100;
    private const string Hello = "GET hello of the bare web server, 32 connections";

    /// <summary>What moto costs where it could be measured: see <see cref="BesideMoto"/>.</summary>
    private const double PublishedMotoCpu = 2.5e6;

    public static IEnumerable<Goal> Goals(Pace pace)
    {
        var runs = new Lazy<Task<Runs>>(() => Measure(pace));
        yield return new Goal("4", "GetCallerIdentity, signed, 32 connections: time from answer to answer", Hello, 2, async () => (await runs.Value).Time(run => run.Identity));
        yield return new Goal("4", "GetCallerIdentity, signed: processor time of the server", Hello, 2, async () => (await runs.Value).Cpu(run => run.Identity));
        yield return new Goal("5", "GetCallerIdentity, signed: processor time of the server", "moto, which checks no signature", 1 / 40.0, async () => await BesideMoto(pace, await runs.Value));
        yield return new Goal(
            "6", "ListMFADevices of one of 10,000 users, signed: time from answer to answer", Hello, 1 / 0.35, async () => (await runs.Value).Time(run => run.Devices));
        yield return new Goal("6", "ListMFADevices of one of 10,000 users, signed: processor time of the server", Hello, 1 / 0.35, async () => (await runs.Value).Cpu(run => run.Devices));
        yield return new Goal("15", "memory after load of signed calls", "the bare web server after as much", 2.5, () => MemoryAfterLoad(pace));
    }

    private static async Task<Runs> Measure(Pace pace)
    {
        using var folder = new DataFolder();
        folder.AddUsers(Users, "", ("virtual", ""));
        var keys = await folder.AddKeys(Keys);
        using var hello = ServerProcess.Hello();
        using var server = ServerProcess.Countersign(folder);
        await Ready(hello, server, folder.Admin);
        using var floor = new Wrk(hello.Address, [Signed.Get(hello.Address)]);
        using var identity = new Wrk(server.Address, keys.Select(key => Signed.GetCallerIdentity(server.Address, key)));
        using var devices = new Wrk(
            server.Address, Enumerable.Range(0, 1000).Select(i => Signed.ListMfaDevices(server.Address, folder.Admin, DataFolder.UserName(i * (Users / 1000)))));

        foreach (var each in new[] { floor, identity, devices })
            await each.Run(Connections, pace.Warm);
        var runs = new Runs([], [], []);
        for (var round = 0; round < pace.Rounds; round++)
        {
            runs.Hello.Add(await Turn(hello, floor, pace));
            runs.Identity.Add(await Turn(server, identity, pace));
            runs.Devices.Add(await Turn(server, devices, pace));
        }

        runs.LostEvents = server.Said("one is lost");
        return runs;
    }

    private static async Task<Measured> BesideMoto(Pace pace, Runs ours)
    {
        ServerProcess moto;
        try
        {
            moto = ServerProcess.Moto();
        }
        catch (NotRunHereException)
        {
            var cpu = Measured.Median([.. ours.Identity.Select(turn => turn.Cpu)]);
            throw new NotRunHereException(string.Create(
                CultureInfo.InvariantCulture,
                $"peer not available. Against the 2.3–2.7 ms of processor time a request that were measured of it elsewhere, our {cpu / 1e3:0.0} µs are {PublishedMotoCpu / cpu:0} times less."));
        }

        using (moto)
        {
            using var client = new HttpClient();
            await moto.Answers(client, () => new HttpRequestMessage(HttpMethod.Get, moto.Address));
            using var calls = new Wrk(moto.Address, [Signed.GetCallerIdentity(moto.Address, new SigningKey("AKIAIOSFODNN7EXAMPLE", "any"))]);
            await calls.Run(Connections, pace.Round);
            var turns = new List<Turns>();
            for (var round = 0; round < pace.Rounds; round++)
                turns.Add(await Turn(moto, calls, pace));
            return new Measured([.. turns.Select(turn => turn.Cpu)], [.. ours.Identity.Select(turn => turn.Cpu)]);
        }
    }

    private static async Task<Measured> MemoryAfterLoad(Pace pace)
    {
        using var folder = new DataFolder();
        folder.AddUsers(Keys, "", ("virtual", ""));
        var keys = await folder.AddKeys(Keys);
        var (floors, subjects) = (new List<double>(), new List<double>());
        using var hello = ServerProcess.Hello();
        using var server = ServerProcess.Countersign(folder);
        await Ready(hello, server, folder.Admin);
        using var floor = new Wrk(hello.Address, [Signed.Get(hello.Address)]);
        using var identity = new Wrk(server.Address, keys.Select(key => Signed.GetCallerIdentity(server.Address, key)));
        await floor.Run(Connections, pace.Load);
        floors.Add(hello.ResidentBytes);
        await identity.Run(Connections, pace.Load);
        subjects.Add(server.ResidentBytes);
        return new Measured(floors, subjects, Note: string.Create(CultureInfo.InvariantCulture, $"{pace.Load.TotalSeconds:0} s of load; --load 60 for a minute")) { Unit = Unit.Bytes };
    }

    private static async Task Ready(ServerProcess hello, ServerProcess server, SigningKey key)
    {
        using var client = new HttpClient();
        await hello.Answers(client, () => new HttpRequestMessage(HttpMethod.Get, hello.Address));
        await server.Answers(client, () => Signed.Message(server.Address, Signed.GetCallerIdentity(server.Address, key)));
    }

    private static async Task<Turns> Turn(ServerProcess server, Wrk requests, Pace pace)
    {
        var before = server.CpuTime;
        var load = await requests.Run(Connections, pace.Round);
        return new Turns(load.TimePerRequest, (server.CpuTime - before) / load.Requests);
    }

    private sealed record Turns(double Time, double Cpu);

    private sealed record Runs(List<Turns> Hello, List<Turns> Identity, List<Turns> Devices)
    {
        /// <summary>Audit events of reads that found the queue full.</summary>
        public int LostEvents { get; set; }

        public Measured Time(Func<Runs, List<Turns>> of) =>
            new([.. Hello.Select(turn => turn.Time)], [.. of(this).Select(turn => turn.Time)], Note: PerSecond(of(this)));

        public Measured Cpu(Func<Runs, List<Turns>> of) =>
            new([.. Hello.Select(turn => turn.Cpu)], [.. of(this).Select(turn => turn.Cpu)])
            {
                Gates = [new Gate("audit events lost", LostEvents, 0)],
            };

        private string PerSecond(List<Turns> turns) => string.Create(
            CultureInfo.InvariantCulture,
            $"{1e9 / Measured.Median([.. turns.Select(turn => turn.Time)]):0} a second, the bare server {1e9 / Measured.Median([.. Hello.Select(turn => turn.Time)]):0}");
    }
}
