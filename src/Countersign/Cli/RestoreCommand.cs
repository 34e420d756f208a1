using System.CommandLine;
using System.Globalization;
using Countersign.Custody;
using Countersign.Storage.Backups;

namespace Countersign.Cli;

/// <summary><c>countersign restore FILE</c>: a backup into an empty data folder or database, of either kind.</summary>
internal static class RestoreCommand
{
    public static Command Build(TimeProvider clock)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file that \"countersign backup\" wrote" };
        var (passphraseFile, passphraseEnv) = Secrets.Passphrase();
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("restore", "Bring a backup back, into an empty data folder or, with --database, an empty PostgreSQL database. All of it, or nothing.") { file, passphraseFile, passphraseEnv, reason };
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var backup = Secrets.Open(parsed.GetRequiredValue(file));
            var options = Settings.Read(Flags.Configuration(parsed)).Server;
            var passphrase = await Secrets.Of(parsed, passphraseFile, passphraseEnv, cancellation) ?? Secrets.Ask("Passphrase of the backup", twice: false);
            var (manifest, rows) = Restoring.Run(
                options, backup, Password.TryParse(passphrase) ?? throw CustodyErrors.BadPassphrase(BackUp.ShortestPassphrase));

            var madeAt = manifest.MadeAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            await LocalCall.Run(parsed, clock, new CompleteRestore.Request(madeAt, manifest.Source), parsed.GetValue(reason), cancellation);
            await System.Console.Out.WriteLineAsync(
                $"{rows} rows of {madeAt} ({manifest.Source}) are restored into {Storage.Opening.Describe(options)}, with the new master key {Storage.MasterKeyPath.Of(options)}. Everybody signs in again.");
            return 0;
        });
        return command;
    }
}
