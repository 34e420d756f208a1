using System.CommandLine;
using System.Globalization;
using Countersign.Mfa.Tokens;

namespace Countersign.Cli;

/// <summary><c>countersign tokens import FILE</c>: puts the tokens of a maker's file into the inventory.</summary>
internal static class TokensImportCommand
{
    public static Command Build(TimeProvider clock)
    {
        var file = new Argument<FileInfo>("file") { Description = "The maker's file: PSKC, CSV, XML" };
        var (passphraseFile, passphraseEnv) = Secrets.Passphrase();
        var keyFile = new Option<FileInfo>("--key-file") { Description = "File with the key agreed with the maker, in hexadecimal or Base64" };
        var deviceId = new Option<string>("--device-id") { Description = "The device a SecurID file is bound to" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and store nothing" };
        var skipRefused = new Option<bool>("--skip-refused") { Description = "Leave out what is refused; else nothing is stored when something is" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("import", "Put the tokens of a maker's file into the inventory: all of them or none.")
        {
            file, passphraseFile, passphraseEnv, keyFile, deviceId, dryRun, skipRefused, reason,
        };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file).Name;
            using var content = Secrets.Open(parsed.GetRequiredValue(file));
            var keys = SeedKeys.Of(
                await Secrets.Of(parsed, passphraseFile, passphraseEnv, cancellation),
                await Secrets.FirstLine(parsed.GetValue(keyFile), cancellation), parsed.GetValue(deviceId));
            var local = new LocalTokenFile(name, content);
            var preview = new PreviewTokens.Request(local, keys, new Ticker(name));
            await using var call = LocalCall.Open(parsed, clock, parsed.GetValue(reason));
            if (parsed.GetValue(dryRun))
                return await Tell(name, await call.Run(preview, cancellation));

            try
            {
                var done = await call.Run(
                    new ImportTokens.Request(local, keys, parsed.GetValue(skipRefused), new Ticker(name)), cancellation);
                await System.Console.Out.WriteLineAsync(
                    $"{name}: {done.Format}. {Count(done.Imported)} imported, {done.Skipped} there already, {done.Refused} left out.");
                return 0;
            }
            catch (ApiError refusal) when (refusal.Code == TokenErrors.RowsRefusedCode)
            {
                await Tell(name, await call.Run(preview, cancellation));
                await System.Console.Error.WriteLineAsync("countersign: Nothing was stored. Mend the file, or leave those out with --skip-refused.");
                return 1;
            }
        });
        return command;
    }

    /// <returns>The exit code: 1 when something is refused.</returns>
    private static async Task<int> Tell(string name, PreviewTokens.Response preview)
    {
        foreach (var row in preview.Refusals)
            await System.Console.Error.WriteLineAsync($"{row.Where}: {(row.SerialNumber is null ? "" : row.SerialNumber + ": ")}{row.Why}");
        if (preview.Refused > preview.Refusals.Count)
            await System.Console.Error.WriteLineAsync($"… and {preview.Refused - preview.Refusals.Count} more");
        await System.Console.Out.WriteLineAsync(
            $"{name}: {preview.Format}. {Count(preview.New)} new, {preview.Same} there already, {preview.Refused} refused.");
        if (preview.ConsoleOnly > 0)
        {
            await System.Console.Out.WriteLineAsync(
                $"{Count(preview.ConsoleOnly)} for the console only: the API takes six-digit codes and serial numbers of 9 characters or more.");
        }

        foreach (var row in preview.Tokens.Where(row => row.Why is null && row.Warnings.Count > 0))
            await System.Console.Out.WriteLineAsync($"{row.Where}: {row.SerialNumber}: {string.Join(' ', row.Warnings)}");
        return preview.Refused == 0 ? 0 : 1;
    }

    private static string Count(int tokens) => tokens == 1 ? "1 token" : $"{tokens} tokens";

    /// <summary>How far it is, where somebody watches.</summary>
    private sealed class Ticker(string name) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (System.Console.IsErrorRedirected)
                return;
            System.Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{name}: {value.Rows} rows, {100 * value.Read / Math.Max(1, value.Length)} % read "));
            if (value.Read == value.Length)
                System.Console.Error.Write("\r\e[K");
        }
    }
}
