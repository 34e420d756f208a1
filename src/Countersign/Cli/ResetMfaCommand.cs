using System.CommandLine;
using Countersign.Mfa;

namespace Countersign.Cli;

/// <summary><c>countersign reset-mfa USER</c>: the last way back in for somebody who has lost every device.</summary>
internal static class ResetMfaCommand
{
    public static Command Build(TimeProvider clock)
    {
        var user = new Argument<string>("user") { Description = "Whose devices are lost" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("reset-mfa", "Remove all MFA devices of a user, end the user's sessions, and reset the counters of wrong codes.") { user, reason };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(user);
            var done = await LocalCall.Run(parsed, clock, new ResetMfa.Request(name), parsed.GetValue(reason), cancellation);
            await System.Console.Out.WriteLineAsync(done.Removed.Count == 0
                ? $"{name} has no MFA device. Sessions are ended and counters reset."
                : $"Removed from {name}: {string.Join(", ", done.Removed)}. Sessions are ended and counters reset; sign-in asks for the password alone.");
            return 0;
        });
        return command;
    }
}
