using System.Text.RegularExpressions;

namespace Countersign.Clients.Tests.Cli;

public sealed partial class AuditCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_verified_beside_the_server_against_kept_heads_and_damage_is_the_exit_code()
    {
        var heads = Path.Combine(server.Scratch, "heads");
        Tool.Ran ran;
        do
        {
            var reset = await Command.Run(server, "reset-password", "admin");    // something happens
            Assert.True(reset.ExitCode == 0, reset.Error);
            ran = await Command.Run(server, "audit", "verify", "--heads", heads);
            Assert.True(ran.ExitCode == 0, ran.Error + ran.Output);
        }
        while (ran.Output.StartsWith("OK: 0 ", StringComparison.Ordinal) && !Cancellation.IsCancellationRequested);

        Assert.Matches(Good(), ran.Output);
        var kept = await File.ReadAllLinesAsync(heads, Cancellation);
        Assert.Equal(ran.Output.Split('\n')[1], "Head: " + kept[^1]);

        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Data, Storage.DatabaseFile.Name)};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE audit_events SET principal = 'nobody' WHERE event_seq = (SELECT event_seq FROM audit_seals WHERE number = 1)";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
        }

        var found = await Command.Run(server, "audit", "verify", "--heads", heads);
        Assert.Equal(1, found.ExitCode);
        Assert.StartsWith("Changed: Number 1, event ", found.Output, StringComparison.Ordinal);
        Assert.Contains("\nNOT OK, faults 1: ", found.Output, StringComparison.Ordinal);
        Assert.Equal(kept, await File.ReadAllLinesAsync(heads, Cancellation), StringComparer.Ordinal);

        var odd = await Command.Run(server, "audit", "verify", "--head", "7");
        Assert.Equal(
            (1, "countersign: '7' is not a head of the audit log. Expected: a number, a colon, and 64 hexadecimal digits, as 'audit verify' prints it.\n"),
            (odd.ExitCode, odd.Error));
    }

    [GeneratedRegex(@"\AOK: [1-9]\d* events sealed from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC to [^,]+, \d+ not sealed yet\.\nHead: [1-9]\d*:[0-9a-f]{64}\n\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Good();
}
