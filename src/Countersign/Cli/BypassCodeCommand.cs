using System.CommandLine;
using System.Globalization;
using Countersign.Mfa;

namespace Countersign.Cli;

/// <summary><c>countersign bypass-code USER</c>: a code that signs a user in once without a device, the devices stay.</summary>
internal static class BypassCodeCommand
{
    private const int DefaultHours = 1;

    public static Command Build(TimeProvider clock)
    {
        var user = new Argument<string>("user") { Description = "Who has no device at hand" };
        var hours = new Option<int>("--hours") { Description = $"How long the code is good for, 1 to {CreateBypassCode.MostHours}. Default {DefaultHours}", DefaultValueFactory = _ => DefaultHours };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("bypass-code", "Make a code that signs a user in once in the place of an MFA device. A new one replaces the one before.") { user, hours, reason };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(user);
            var made = await LocalCall.Run(parsed, clock, new CreateBypassCode.Request(name, parsed.GetValue(hours)), parsed.GetValue(reason), cancellation);
            await System.Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"One-time code of {name}: {made.Code.Reveal()}   (once, until {made.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; after the password, under \"Try another way\")"));
            return 0;
        });
        return command;
    }
}
