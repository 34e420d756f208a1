using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Countersign.Tests;

namespace Countersign.Clients.Tests.Faults;

/// <summary>How a node is started.</summary>
/// <param name="Data">Its data folder.</param>
internal sealed record NodeSettings(string Data)
{
    /// <summary>Where it listens on 127.0.0.1; stays the same when it is started again.</summary>
    public int Port { get; init; } = FreePort();

    /// <summary>A PostgreSQL database instead of the file.</summary>
    public string? Database { get; init; }

    /// <summary>The master key, if not in the data folder.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>How browsers reach it, if otherwise.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>A program that starts it, with arguments: the node's own command line comes after them.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>Variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}

/// <summary>The program in a process of its own, which a test may kill.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>The file with the facts of the first start, in the data folder.</summary>
    public const string FirstStartName = "first-start.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "countersign.dll");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private bool _isDisposed;

    private NodeProcess(NodeSettings settings)
    {
        Settings = settings;
        string[] command =
        [
            .. settings.Through, "dotnet", Dll, "serve", "--data", settings.Data,
            "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.Port}"),
            "--bootstrap-output", Path.Combine(settings.Data, FirstStartName),
            .. settings.Database is null ? Array.Empty<string>() : ["--database", settings.Database],
            .. settings.MasterKeyFile is null ? Array.Empty<string>() : ["--master-key-file", settings.MasterKeyFile],
            .. settings.PublicUrl is null ? Array.Empty<string>() : ["--public-url", settings.PublicUrl],
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";    // quicker to start
        foreach (var (name, value) in settings.Environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public NodeSettings Settings { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Settings.Port}/"));

    /// <summary>Everything printed and logged so far.</summary>
    public string Log => string.Join('\n', _lines);

    public int Id => _process.Id;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<NodeProcess> Start(NodeSettings settings)
    {
        Directory.CreateDirectory(settings.Data);
        var node = new NodeProcess(settings);
        await node.Says("Countersign console:");
        return node;
    }

    /// <summary>Starts it where it cannot, and waits until it has ended.</summary>
    /// <returns>The exit code, and all that was said.</returns>
    public static async Task<(int ExitCode, string Said)> Refuses(NodeSettings settings)
    {
        await using var node = new NodeProcess(settings);
        using var patience = new CancellationTokenSource(Patience);
        await node._process.WaitForExitAsync(patience.Token);
        return (node._process.ExitCode, node.Log.Trim());
    }

    /// <summary>The facts of the first start, as it wrote them into its folder.</summary>
    public static FirstStart FirstStart(string data) => ReadFirstStart(File.ReadAllText(Path.Combine(data, FirstStartName)));

    /// <summary>The facts of the first start, as JSON.</summary>
    public static FirstStart ReadFirstStart(string json) => JsonSerializer.Deserialize<FirstStart>(json, Json)!;

    /// <summary>Waits until it has said something.</summary>
    public async Task Says(string text)
    {
        var since = Stopwatch.StartNew();
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"The node ended and had said: {Log}");
            Assert.True(since.Elapsed < Patience, $"'{text}' was not said within {Patience}, but: {Log}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The administrator's client, at this node.</summary>
    public SignedClient Client(HttpClient http, FirstStart first) => new(http, Address, first.AccessKeyId, first.SecretAccessKey);

    /// <summary>Ends it as a power cut would: no code of it runs any more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
