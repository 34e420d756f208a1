using System.CommandLine;
using Countersign.Mfa.Tokens;

namespace Countersign.Cli;

/// <summary><c>countersign tokens list</c>: the inventory, one line a token, its columns parted by tabs.</summary>
internal static class TokensListCommand
{
    private const int PerPage = 1000;

    public static Command Build(TimeProvider clock)
    {
        var state = new Option<string>("--state") { Description = "assigned, available, lost or disabled; all when left out" };
        var search = new Option<string>("--serial") { Description = "What the serial number begins with" };
        var command = new Command("list", "List the inventory: serial number, kind, what it does, maker, state, and whose it is, with tabs between.") { state, search };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var call = LocalCall.Open(parsed, clock);
            string? marker = null;
            do
            {
                var page = await call.Run(
                    new ListTokens.Request(parsed.GetValue(search), parsed.GetValue(state), marker, PerPage), cancellation);
                foreach (var token in page.Tokens)
                    await System.Console.Out.WriteLineAsync(Line(token));
                marker = page.Marker;
            }
            while (marker is not null);
            return 0;
        });
        return command;
    }

    private static string Line(TokenFacts token) => string.Join('\t',
        token.SerialNumber.Value, token.Kind, token.Description,
        string.Join(' ', new[] { token.Manufacturer, token.Model }.OfType<string>()),
        token.UserName is null ? token.Status : ListTokens.Assigned, token.UserName ?? "");
}
