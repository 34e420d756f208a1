using System.CommandLine;
using Countersign.Storage;

namespace Countersign.Cli;

/// <summary><c>countersign keys new-master-key</c>: makes the file that several nodes must have before the master key changes.</summary>
internal static class KeysNewMasterKeyCommand
{
    public static Command Build()
    {
        var command = new Command("new-master-key", "Make the next master key beside the present one, to be copied to every node. Nothing uses it until \"keys rotate --master\".");
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            var path = MasterKeyPath.Of(Settings.Read(Flags.Configuration(parsed)).Server);
            if (!File.Exists(path))
                throw new StartupException($"There is no master key {path}. Name the server's data folder with --data, or the file with --master-key-file.");
            await System.Console.Out.WriteLineAsync(
                (MasterKey.Prepare(path) ? $"{MasterKey.Next(path)} is made." : $"{MasterKey.Next(path)} is there already.")
                + " Copy it beside the master key of every node, mode 0600; then run \"countersign keys rotate --master\" on one of them.");
            return 0;
        });
        return command;
    }
}
