using System.CommandLine;
using System.Globalization;
using Countersign.Audit;

namespace Countersign.Cli;

/// <summary><c>countersign audit verify</c>: whether the audit log is what was written.</summary>
internal static class AuditCommand
{
    public static Command Build(TimeProvider clock) => new("audit", "The audit log.") { Verify(clock) };

    private static Command Verify(TimeProvider clock)
    {
        var head = new Option<string[]>("--head") { Description = "NUMBER:HASH that an earlier run printed and that must still be on the chain; may be repeated", DefaultValueFactory = _ => [] };
        var heads = new Option<string>("--heads") { Description = "File of such heads, one a line, kept out of the database's reach: all must still be on the chain; when all is well, today's is added" };
        var command = new Command("verify", "Prove that no event was changed, removed, moved or put in; or say which. Exit code 1 when something is wrong.") { head, heads };
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(heads);
            string[] kept = [.. parsed.GetRequiredValue(head), .. await Read(file, cancellation)];
            var found = await LocalCall.Run(parsed, clock, new VerifyAuditLog.Request(kept), null, cancellation);
            await Print(found);
            if (found.Damages.Count > 0)
                return 1;
            if (file is not null && !kept.Contains(found.Head, StringComparer.Ordinal))
                await Append(file, found.Head, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task Print(VerifyAuditLog.Response found)
    {
        var console = System.Console.Out;
        // Ids come out of the table: none of them may move the cursor of this terminal.
        foreach (var damage in found.Damages)
            await console.WriteLineAsync(new string($"{damage.Kind}: {damage.Text}".Select(letter => char.IsControl(letter) ? ' ' : letter).ToArray()));
        if (found.MoreDamages > 0)
            await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"… and {found.MoreDamages} more."));

        var extent = found is { First: { } first, Latest: { } latest } ? $" from {Time(first)} to {Time(latest)}" : "";
        var verdict = found.Damages.Count == 0 ? "OK" : $"NOT OK, faults {found.Damages.Count + found.MoreDamages}";
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{verdict}: {found.Sealed} events sealed{extent}, {found.NotYetSealed} not sealed yet."));
        await console.WriteLineAsync("Head: " + found.Head);
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <exception cref="StartupException">It cannot be read.</exception>
    private static async Task<string[]> Read(string? file, CancellationToken cancellation)
    {
        if (file is null || !File.Exists(file))
            return [];
        try
        {
            return [.. (await File.ReadAllLinesAsync(file, cancellation)).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file}: {e.Message}", e);
        }
    }

    /// <exception cref="StartupException">It cannot be written.</exception>
    private static async Task Append(string file, string head, CancellationToken cancellation)
    {
        try
        {
            await File.AppendAllLinesAsync(file, [head], cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file}: {e.Message}", e);
        }
    }
}
