using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Countersign.Bench;

/// <summary>A server in a process of its own, bound to one core, with what the kernel knows of it.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>The core of servers; what drives them has the other.</summary>
    public const string Core = "0";

    private const double NanosecondsPerTick = 1e7;    // USER_HZ is 100 on every Linux that .NET runs on
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly List<string> _said = [];

    private ServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Processor time so far, all threads, in nanoseconds; the kernel counts in hundredths of a second.</summary>
    public double CpuTime
    {
        get
        {
            // The name in brackets may hold blanks: fields are counted behind it. utime and stime are the 14th and 15th.
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) * NanosecondsPerTick;
        }
    }

    /// <summary>Resident memory, in bytes.</summary>
    public double ResidentBytes => Number(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    /// <summary>Lines that it has written with this in them.</summary>
    public int Said(string text)
    {
        lock (_said)
            return _said.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>The smallest web server that the framework has.</summary>
    public static ServerProcess Hello(bool bound = true)
    {
        var address = FreeAddress();
        return Start(address, bound, "dotnet", Built("Countersign.Bench.Hello", "hello.dll"), "--urls", address.OriginalString);
    }

    /// <summary>The product over a data folder.</summary>
    public static ServerProcess Countersign(DataFolder folder, bool bound = true)
    {
        var address = FreeAddress();
        return Start(address, bound, "dotnet", Built("Countersign", "countersign.dll"), "serve", "--data", folder.Path, "--urls", address.OriginalString);
    }

    /// <summary>A published file that finds nothing but itself in its folder, which is its home too.</summary>
    public static ServerProcess Alone(string file, params string[] arguments)
    {
        var address = FreeAddress();
        var folder = Path.GetDirectoryName(file)!;
        var start = Command(bound: false, file, ["serve", "--urls", address.OriginalString, .. arguments]);
        start.WorkingDirectory = folder;
        start.Environment.Clear();
        start.Environment["HOME"] = folder;
        return new ServerProcess(Process.Start(start)!, address);
    }

    /// <summary>The emulator that users come from.</summary>
    /// <exception cref="NotRunHereException">It is not installed.</exception>
    public static ServerProcess Moto()
    {
        using var look = Process.Start(new ProcessStartInfo("python3", ["-c", "import moto.server"]) { UseShellExecute = false, RedirectStandardError = true })!;
        look.StandardError.ReadToEnd();
        look.WaitForExit();
        if (look.ExitCode != 0)
            throw new NotRunHereException("peer not available");
        var address = FreeAddress();
        return Start(
            address, bound: true, "python3", "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", address.Port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Asks until it answers with success.</summary>
    /// <returns>How long that took from the call, in nanoseconds.</returns>
    public async Task<double> Answers(HttpClient client, Func<HttpRequestMessage> ask)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var request = ask();
                using var answer = await client.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
                if (answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable)
                    throw new HttpRequestException("It listens, and its first start is not over.");
                throw new InvalidOperationException($"{Address} answers {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException) when (!_process.HasExited && Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), Clock.Of);
            }
            catch (HttpRequestException e)
            {
                lock (_said)
                    throw new InvalidOperationException($"{Address} does not answer. It said: {string.Join('\n', _said)}", e);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ServerProcess Start(Uri address, bool bound, string program, params string[] arguments) =>
        new(Process.Start(Command(bound, program, arguments))!, address);

    private static ProcessStartInfo Command(bool bound, string program, string[] arguments)
    {
        string[] command = bound ? ["taskset", "-c", Core, program, .. arguments] : [program, .. arguments];    // taskset becomes the program: the number stays
        return new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static string Built(string project, string file)
    {
        var path = Path.Combine(Report.Root(), "artifacts", "bin", project, "release", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built. Build the solution with -c Release, or use bench/run.");
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private void Heard(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
    }
}
