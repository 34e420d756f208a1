using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Countersign.Bench;

/// <summary>What a round of load gave.</summary>
/// <param name="Requests">Answered requests.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P99">Of 100 answers 99 came at least as fast, in nanoseconds.</param>
internal sealed record Load(long Requests, double Seconds, double P99)
{
    /// <summary>Nanoseconds from answer to answer.</summary>
    public double TimePerRequest => Seconds * 1e9 / Requests;
}

/// <summary>Debian's <c>wrk</c>, bound to a core of its own, handing out requests that were made beforehand.</summary>
internal sealed class Wrk : IDisposable
{
    private const string Core = "1";

    private const string Script = """
        local requests, at = {}, 0
        function init(arguments)
            local file = io.open(arguments[1], "rb")
            local length = file:read("*n")
            while length do
                file:read(1)
                requests[#requests + 1] = file:read(length)
                length = file:read("*n")
            end
        end
        function request()
            at = at % #requests + 1
            return requests[at]
        end
        function done(summary, latency)
            local errors = summary.errors
            io.write(string.format("bench %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
                errors.status + errors.connect + errors.read + errors.write + errors.timeout))
        end
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-bench-wrk-");
    private readonly Uri _address;

    /// <param name="address">Where to.</param>
    /// <param name="requests">Whole requests, as they go over the wire, handed out in turn.</param>
    public Wrk(Uri address, IEnumerable<string> requests)
    {
        _address = address;
        File.WriteAllText(ScriptPath, Script);
        using var file = new StreamWriter(RequestsPath, append: false, new UTF8Encoding(false));
        foreach (var request in requests)
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(request)}\n{request}"));
    }

    private string ScriptPath => Path.Combine(_folder.FullName, "requests.lua");
    private string RequestsPath => Path.Combine(_folder.FullName, "requests");

    /// <exception cref="InvalidOperationException">An answer was not 2xx or 3xx, or none came.</exception>
    public async Task<Load> Run(int connections, TimeSpan duration)
    {
        string[] arguments =
        [
            "-c", Core, "wrk", "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{duration.TotalSeconds:0}s"),
            "-s", ScriptPath, _address.OriginalString, "--", RequestsPath,
        ];
        using var wrk = Process.Start(new ProcessStartInfo("taskset", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var numbers = said.Split('\n').FirstOrDefault(line => line.StartsWith("bench ", StringComparison.Ordinal))?.Split(' ')[1..]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return numbers is [> 0 and var requests, var microseconds, var p99, 0]
            ? new Load(requests, microseconds / 1e6, p99 * 1e3)
            : throw new InvalidOperationException($"{_address} did not answer every request well: {said}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
