using System.CommandLine;
using Countersign.Identity;

namespace Countersign.Cli;

/// <summary><c>countersign accounts create</c>: another account on this server, beside the one of the first start.</summary>
internal static class AccountsCommand
{
    public static Command Build(TimeProvider clock) => new("accounts", "Accounts on this server.") { Create(clock) };

    private static Command Create(TimeProvider clock)
    {
        var id = new Option<string>("--id") { Description = "12 digits; made up when left out" };
        var alias = new Option<string>("--alias") { Description = "A name to sign in with instead of the 12 digits" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("create", "Make an account with an administrator of its own, whose secrets are shown once.") { id, alias, reason };
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var made = await LocalCall.Run(
                parsed, clock, new CreateAccount.Request(parsed.GetValue(id), parsed.GetValue(alias)), parsed.GetValue(reason), cancellation);
            await System.Console.Out.WriteLineAsync($"""
                Account ID             {made.AccountId}
                User name              {made.UserName}
                Password               {made.Password.Reveal()}   (one-time: a new one is chosen at the first sign-in)
                aws_access_key_id      {made.AccessKeyId}
                aws_secret_access_key  {made.SecretAccessKey}
                """);
            return 0;
        });
        return command;
    }
}
