using System.CommandLine;
using System.Globalization;
using Countersign.Mfa;

namespace Countersign.Cli;

/// <summary><c>countersign mfa-required off|now|DATE</c>: whether sign-in to the console lets anybody through without MFA.</summary>
internal static class MfaRequiredCommand
{
    public static Command Build(TimeProvider clock)
    {
        var from = new Argument<string>("from") { Description = "off, now, or the first day (UTC), as 2026-12-31" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("mfa-required", "Require MFA at sign-in to the console from a day on: users without a device are led through assigning one.") { from, reason };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var day = Day(parsed.GetRequiredValue(from), clock.GetUtcNow());
            var seen = await LocalCall.Run(parsed, clock, new GetMfaSettings.Request(), null, cancellation);
            await LocalCall.Run(parsed, clock, new UpdateMfaSettings.Request(seen with { RequiredFrom = day }, seen), parsed.GetValue(reason), cancellation);
            var without = await LocalCall.Run(parsed, clock, new ListUsersWithoutMfa.Request(MaxItems: 1), null, cancellation);
            await System.Console.Out.WriteLineAsync(day is { } moment
                ? string.Create(CultureInfo.InvariantCulture, $"MFA is required from {moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Users with a password and no device today: {without.Total}.")
                : "MFA is not required.");
            return 0;
        });
        return command;
    }

    /// <exception cref="StartupException">Neither off, nor now, nor a day.</exception>
    private static DateTimeOffset? Day(string text, DateTimeOffset now) => text switch
    {
        "off" => null,
        "now" => now,
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        _ => throw new StartupException($"'{text}' is not a day. Say off, now, or a day such as 2026-12-31."),
    };
}
