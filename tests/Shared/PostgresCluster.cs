using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Countersign.Tests;

/// <summary>A PostgreSQL server of the tests' own, on a free port of this machine, in a folder that goes with it.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";
    private static readonly Lazy<Task<PostgresCluster>> TheShared = new(StartShared);

    private readonly string _folder;
    private readonly string _options;
    private int _databases;

    private PostgresCluster(string folder, int port, bool durable)
    {
        (_folder, Port) = (folder, port);
        _options = string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=400")
            + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>One for all tests of this process that need no server to break.</summary>
    public static Task<PostgresCluster> Shared => TheShared.Value;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="durable">Whether what it has committed outlives a crash; quicker if not.</param>
    public static async Task<PostgresCluster> Start(bool durable)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-postgres-").FullName;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var cluster = new PostgresCluster(folder, ((IPEndPoint)free.LocalEndpoint).Port, durable);
        free.Stop();
        if (IsRoot)
            await Run("chown", "postgres:", folder);
        await AsOwner("initdb", "-D", cluster.Data, "-U", "countersign", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await cluster.Start();
        return cluster;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await Execute($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Removes a database, whoever is connected.</summary>
    public async Task Drop(string connectionString)
    {
        NpgsqlConnection.ClearAllPools();
        await Execute($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    /// <summary>Starts it again after <see cref="Stop"/>.</summary>
    public Task Start() => AsOwner("pg_ctl", "-D", Data, "-w", "-s", "-l", Path.Combine(_folder, "log"), "-o", _options, "start");

    /// <summary>Stops it.</summary>
    /// <param name="mode"><c>fast</c> ends connections and shuts down; <c>immediate</c> is a crash.</param>
    public Task Stop(string mode = "fast") => AsOwner("pg_ctl", "-D", Data, "-s", "-m", mode, "stop");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stop("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    private static async Task<PostgresCluster> StartShared()
    {
        var cluster = await Start(durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return cluster;
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=countersign;Database={database};Maximum Pool Size=30");

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names that this class made up
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    // PostgreSQL refuses to run as root.
    private static Task AsOwner(string program, params string[] arguments) => IsRoot
        ? Run("runuser", ["-u", "postgres", "--", Programs + program, .. arguments])
        : Run(Programs + program, arguments);

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
        if (!arguments.Contains("start"))    // the server that is left behind keeps the pipe
            await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
