using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Build(TimeProvider clock)
    {
        var command = new Command("serve", "Run the server. On an empty data folder it creates the account and its administrator.");
        foreach (var option in Flags.All)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var configuration = Flags.Configuration(parsed);
            await using var server = await Server.Start(configuration, clock, cancellation);
            await System.Console.Out.WriteLineAsync(server.Announcement);
            await server.WaitForShutdown(cancellation);
            return 0;
        });
        return command;
    }
}
