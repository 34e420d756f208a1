using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Countersign.Clients.Tests.Cli;

/// <summary>The program as an operator starts it: what it prints, and what it says when it cannot start.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "countersign.dll");
    private static readonly Dictionary<string, string> Clean = new(StringComparer.Ordinal) { ["DOTNET_NOLOGO"] = "1" };

    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-serve-").FullName;

    private string Data => Path.Combine(_folder, "data");
    private string Database => Path.Combine(Data, "countersign.db");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_start_prints_what_is_needed_and_its_aws_line_works_as_it_stands_the_second_only_the_address()
    {
        string printed;
        using (var first = Running.Start(_folder, Data))
        {
            printed = await first.ReadUntil("--endpoint-url");
            var aws = printed.Split('\n').Single(line => line.Contains("--endpoint-url", StringComparison.Ordinal)).Trim();
            var ran = await Tool.Run("bash", ["-c", aws], new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin", ["HOME"] = _folder, ["AWS_PAGER"] = "" });
            Assert.True(ran.ExitCode == 0, ran.Error);
            Assert.Contains(":user/admin", ran.Output, StringComparison.Ordinal);
        }

        Assert.Matches(@"Console +http://localhost:\d+\n", printed);
        Assert.Matches(@"User name +admin\n", printed);
        Assert.Matches(@"Password +\S{12,} ", printed);
        Assert.Matches(@"\[countersign\]\n +aws_access_key_id = AKIA\w{16}\n +aws_secret_access_key = \S{40}\n +region = us-east-1\n", printed);

        using var second = Running.Start(_folder, Data);
        Assert.Matches(@"^Countersign console: http://localhost:\d+\n$", await second.ReadUntil("console"));
    }

    [Fact]
    public async Task Bootstrap_output_holds_exactly_the_facts_for_its_owner_alone_and_no_secret_is_printed()
    {
        var file = Path.Combine(_folder, "first.json");
        using var server = Running.Start(_folder, Data, "--bootstrap-output", file);
        var printed = await server.ReadUntil("console");
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();

        Assert.Equal(["consoleUrl", "accountId", "userName", "password", "accessKeyId", "secretAccessKey", "region"], facts.Select(fact => fact.Key), StringComparer.Ordinal);
        Assert.Equal("600\n", (await Tool.Run("stat", ["-c", "%a", file])).Output);
        Assert.Equal($"Countersign console: {facts["consoleUrl"]}\n", printed);
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await Refused("cannot be listened on", "--urls", $"http://{other.LocalEndpoint}");
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_said_in_one_line_and_the_file_kept()
    {
        await File.WriteAllTextAsync(Data, "mine", TestContext.Current.CancellationToken);
        await Refused("data folder");
        Assert.Equal("mine", await File.ReadAllTextAsync(Data, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_database_is_said_in_one_line_and_kept()
    {
        await FirstStart();
        SqliteConnection.ClearAllPools();
        DeleteJournals();
        await File.WriteAllTextAsync(Database, string.Concat(Enumerable.Repeat("garbage ", 1000)), TestContext.Current.CancellationToken);
        await RefusedUnchanged("is damaged");
    }

    [Fact]
    public async Task A_newer_database_is_said_in_one_line_and_kept()
    {
        await FirstStart();
        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('Countersign.Storage.Migrations.sqlite.9999_future.sql', '2030-01-01')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await RefusedUnchanged("newer Countersign");
    }

    [Fact]
    public async Task A_master_key_that_is_missing_or_wrong_is_said_in_one_line_and_nothing_is_changed()
    {
        await FirstStart();
        var key = Path.Combine(Data, "master.key");
        var elsewhere = Path.Combine(_folder, "kept.key");
        File.Move(key, elsewhere);
        await RefusedUnchanged("master key");
        Assert.False(File.Exists(key));

        await Stop(Path.Combine(_folder, "other"));
        File.Copy(Path.Combine(_folder, "other", "master.key"), key);
        await RefusedUnchanged("does not open the database");
    }

    [Fact]
    public async Task A_setting_that_nobody_knows_is_named_whether_from_the_environment_or_the_file()
    {
        var ran = await Tool.Run("dotnet", [Dll, "serve", "--data", Data], new Dictionary<string, string>(Clean, StringComparer.Ordinal) { ["COUNTERSIGN__FOO"] = "1" }, _folder);
        OneLine(ran, "Unknown setting 'FOO'");

        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), """{"Bar":1}""", TestContext.Current.CancellationToken);
        await Refused("Unknown setting 'Bar'");
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_commands_work_beside_a_running_server_and_without_one(bool running)
    {
        using var server = running ? Running.Start(_folder, Data) : null;
        if (server is null)
            await FirstStart();
        else
            await server.ReadUntil("--endpoint-url");

        var mfa = await Tool.Run("dotnet", [Dll, "reset-mfa", "admin", "--data", Data], Clean, _folder);
        var password = await Tool.Run("dotnet", [Dll, "reset-password", "admin", "--data", Data], Clean, _folder);
        var nobody = await Tool.Run("dotnet", [Dll, "reset-mfa", "nobody", "--data", Data], Clean, _folder);

        Assert.Equal((0, "admin has no MFA device. Sessions are ended and counters reset.\n", ""), (mfa.ExitCode, mfa.Output, mfa.Error));
        Assert.True(password.ExitCode == 0, password.Error);
        Assert.Matches(@"^One-time password of admin: \S{12,}\n$", password.Output);
        OneLine(nobody, "The user with name nobody cannot be found.");
    }

    private Task FirstStart() => Stop(Data);

    private async Task Stop(string data)
    {
        using var server = Running.Start(_folder, data);
        await server.ReadUntil("--endpoint-url");
    }

    private void DeleteJournals()
    {
        File.Delete(Database + "-wal");
        File.Delete(Database + "-shm");
    }

    private async Task RefusedUnchanged(string says)
    {
        var before = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        await Refused(says);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
    }

    private async Task Refused(string says, params string[] more) =>
        OneLine(await Tool.Run("dotnet", [Dll, "serve", "--data", Data, .. more.Length > 0 ? more : ["--urls", "http://127.0.0.1:0"]], Clean, _folder), says);

    private static void OneLine(Tool.Ran ran, string says)
    {
        Assert.NotEqual(0, ran.ExitCode);
        Assert.StartsWith("countersign: ", ran.Error, StringComparison.Ordinal);
        Assert.True(ran.Error.EndsWith('\n') && ran.Error.Count(c => c == '\n') == 1, ran.Error);
        Assert.Contains(says, ran.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(ran.Output);
    }

    /// <summary>A server process; asked to stop (SIGTERM) at the end.</summary>
    private sealed class Running : IDisposable
    {
        private readonly Process _process;

        private Running(Process process) => _process = process;

        public static Running Start(string folder, string data, params string[] more)
        {
            var start = new ProcessStartInfo("dotnet")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            };
            foreach (var argument in (string[])[Dll, "serve", "--data", data, "--urls", "http://127.0.0.1:0", .. more])
                start.ArgumentList.Add(argument);
            return new Running(Process.Start(start)!);
        }

        /// <summary>Everything printed up to the line that has the text.</summary>
        public async Task<string> ReadUntil(string text)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var read = "";
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                read += line + "\n";
                if (line.Contains(text, StringComparison.Ordinal))
                    return read;
            }

            Assert.Fail($"The server ended and had printed: {read}");
            return read;
        }

        public void Dispose()
        {
            using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                stop.WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
                _process.Kill();
            _process.Dispose();
        }
    }
}
