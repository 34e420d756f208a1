using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Countersign.Bench;

/// <summary>Published files, each alone in an empty folder: size, start, memory.</summary>
internal static class Published
{
    private const int Starts = 7;

    /// <summary>Measures files turn by turn and writes bench/PUBLISH.md.</summary>
    /// <param name="files">Name and path of each that runs here: <c>name=path</c>.</param>
    /// <param name="built">Those that only were built, for another machine.</param>
    public static async Task<int> Compare(IEnumerable<string> files, IEnumerable<string> built)
    {
        var candidates = files.Select(Candidate.Of).ToList();
        foreach (var candidate in candidates)
            await candidate.First();
        for (var round = 0; round < Starts; round++)
        {
            foreach (var candidate in candidates)
                await candidate.Again();
        }

        var table = new StringBuilder();
        foreach (var each in candidates)
            table.AppendLine(each.Row());
        foreach (var (name, path) in built.Select(Split))
            table.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Megabytes(path)} | not run here | | |"));
        var file = Path.Combine(Report.Root(), "bench", "PUBLISH.md");
        await File.WriteAllTextAsync(file, $"""
            # One file is the whole product

            `bench/publish`, {Clock.Of.GetUtcNow():yyyy-MM-dd}, on {Report.Machine}.

            Each file was copied into an empty folder and started there with nothing else: the first time it makes its database (and unpacks the native libraries of SQLite and libsodium beside it), then {Starts} times over that database, the files taking turns. The start is the time from the process to the first signed answer, memory what is resident then; medians (lowest to highest).

            | file | size | first start of all | start | memory |
            |---|---|---|---|---|
            {table}
            """);
        System.Console.WriteLine(table);
        foreach (var candidate in candidates)
            candidate.Dispose();
        return 0;
    }

    private static (string Name, string Path) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Megabytes(string path) => string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(path).Length / 1e6:0} MB");

    private sealed class Candidate(string name, string path) : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-bench-published-");
        private readonly HttpClient _client = new();
        private readonly List<double> _starts = [];
        private readonly List<double> _bytes = [];
        private SigningKey? _key;
        private double _first;

        public static Candidate Of(string argument)
        {
            var (name, path) = Split(argument);
            return new Candidate(name, path);
        }

        /// <summary>Starts where there is nothing but the file.</summary>
        public async Task First()
        {
            var file = Path.Combine(_folder.FullName, "countersign");
            File.Copy(path, file);
            using var server = ServerProcess.Alone(file, "--bootstrap-output", "facts.json");
            _first = await server.Answers(_client, () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/sign-in")));
            using var facts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "facts.json")));
            _key = new SigningKey(facts.RootElement.GetProperty("accessKeyId").GetString()!, facts.RootElement.GetProperty("secretAccessKey").GetString()!);
            await server.Answers(_client, () => Signed.Message(server.Address, Signed.GetCallerIdentity(server.Address, _key)));
        }

        public async Task Again()
        {
            using var server = ServerProcess.Alone(Path.Combine(_folder.FullName, "countersign"));
            _starts.Add(await server.Answers(_client, () => Signed.Message(server.Address, Signed.GetCallerIdentity(server.Address, _key!))));
            _bytes.Add(server.ResidentBytes);
        }

        public string Row() =>
            $"| {name} | {Megabytes(path)} | {Report.Figure(_first, Unit.Time)} | {Report.Rounds(_starts, Unit.Time)} | {Report.Rounds(_bytes, Unit.Bytes)} |";

        public void Dispose()
        {
            _client.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
