using System.CommandLine;
using Countersign.SignIn;

namespace Countersign.Cli;

/// <summary><c>countersign reset-password USER</c>: a one-time password, for an administrator who is locked out.</summary>
internal static class ResetPasswordCommand
{
    public static Command Build(TimeProvider clock)
    {
        var user = new Argument<string>("user") { Description = "Who needs a password" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("reset-password", "Give a user a one-time password, which must be changed at the next sign-in.") { user, reason };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(user);
            var done = await LocalCall.Run(parsed, clock, new ResetPassword.Request(name), parsed.GetValue(reason), cancellation);
            await System.Console.Out.WriteLineAsync($"One-time password of {name}: {done.Password.Reveal()}");
            return 0;
        });
        return command;
    }
}
