using System.CommandLine;
using Countersign.Custody;

namespace Countersign.Cli;

/// <summary><c>countersign backup FILE</c>: everything in one sealed file, while the server runs.</summary>
internal static class BackupCommand
{
    public static Command Build(TimeProvider clock)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write, mode 0600; it must not be there yet" };
        var (passphraseFile, passphraseEnv) = Secrets.Passphrase();
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("backup", "Write everything, the keys as well, into one file sealed with a passphrase. The server may run.") { file, passphraseFile, passphraseEnv, reason };
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists)
                throw new StartupException($"{target} is there already. Name another file.");
            var passphrase = await Secrets.Of(parsed, passphraseFile, passphraseEnv, cancellation) ?? Secrets.Ask("Passphrase of the backup", twice: true);
            await using var call = LocalCall.Open(parsed, clock, parsed.GetValue(reason));
            var unfinished = new FileInfo(target.FullName + ".unfinished");
            try
            {
                BackUp.Response done;
                await using (var stream = Create(unfinished))
                {
                    done = await call.Run(
                        new BackUp.Request(stream, Password.TryParse(passphrase) ?? throw CustodyErrors.BadPassphrase(BackUp.ShortestPassphrase)), cancellation);
                    stream.Flush(flushToDisk: true);
                }

                unfinished.MoveTo(target.FullName);
                await System.Console.Out.WriteLineAsync($"{done.Rows} rows of {done.Tables} tables are in {target}. Keep the passphrase elsewhere: without it the file opens to nobody.");
                return 0;
            }
            catch
            {
                unfinished.Delete();    // half a file is none
                throw;
            }
        });
        return command;
    }

    private static FileStream Create(FileInfo file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            file.Delete();    // an old one would keep its mode
            return new FileStream(file.FullName, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be written: {e.Message}", e);
        }
    }
}
