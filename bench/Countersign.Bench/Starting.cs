namespace Countersign.Bench;

/// <summary>From the start of the process to the first answer, and what it holds in memory then.</summary>
internal static class Starting
{
    public static IEnumerable<Goal> Goals(Pace pace)
    {
        var starts = new Lazy<Task<(Measured Time, Measured Memory)>>(() => Measure(pace));
        yield return new Goal("14", "process start to the first signed answer, over an existing database", "the bare web server's first answer", 3, async () => (await starts.Value).Time);
        yield return new Goal("15", "memory after start and the first signed answer", "the bare web server's", 2, async () => (await starts.Value).Memory);
    }

    private static async Task<(Measured Time, Measured Memory)> Measure(Pace pace)
    {
        using var folder = new DataFolder();
        using var client = new HttpClient();
        var (floors, subjects, floorBytes, subjectBytes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= 2 * pace.Rounds; round++)
        {
            using (var hello = ServerProcess.Hello(bound: false))
            {
                floors.Add(await hello.Answers(client, () => new HttpRequestMessage(HttpMethod.Get, hello.Address)));
                floorBytes.Add(hello.ResidentBytes);
            }

            using (var server = ServerProcess.Countersign(folder, bound: false))
            {
                subjects.Add(await server.Answers(client, () => Signed.Message(server.Address, Signed.GetCallerIdentity(server.Address, folder.Admin))));
                subjectBytes.Add(server.ResidentBytes);
            }
        }

        return (
            new Measured(floors[1..], subjects[1..]),    // the first of each finds the files on the disk, and not in memory
            new Measured(floorBytes[1..], subjectBytes[1..]) { Unit = Unit.Bytes });
    }
}
