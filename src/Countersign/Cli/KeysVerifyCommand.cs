using System.CommandLine;
using System.Globalization;
using Countersign.Custody;

namespace Countersign.Cli;

/// <summary><c>countersign keys verify</c>: opens every key and every sealed value.</summary>
internal static class KeysVerifyCommand
{
    public static Command Build(TimeProvider clock)
    {
        var command = new Command("verify", "Open every key and every sealed value. Exit code 1 when one does not open.");
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await LocalCall.Run(parsed, clock, new VerifyKeys.Request(), null, cancellation);
            foreach (var key in found.Keys)
            {
                await System.Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"key {key.Id}, {key.Purpose}, of {key.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC{Values(key)}"));
            }

            foreach (var place in found.Shut)
                await System.Console.Error.WriteLineAsync($"{place.Table}.{place.Column} of {place.Row} does not open (key {place.KeyId})");
            await System.Console.Out.WriteLineAsync(found.Shut.Count == 0
                ? $"All {found.Opened} sealed values open."
                : $"{found.Opened} sealed values open, {found.Shut.Count} do not.");
            return found.Shut.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static string Values(VerifyKeys.Key key) => key.Purpose == Storage.WrappedKey.ForSessions ? ""
        : key.Values.Count == 0 ? ": seals nothing"
        : ": " + string.Join(", ", key.Values.Select(found => $"{found.Count} in {found.Table}"));
}
