using System.Text.RegularExpressions;

namespace Countersign.Clients.Tests.Cli;

public sealed partial class AccountsCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_command_is_about_the_account_that_is_named_and_about_no_other()
    {
        var made = await Command.Run(server, "accounts", "create", "--alias", "staging");
        Assert.True(made.ExitCode == 0, made.Error);
        var id = Id().Match(made.Output).Groups["id"].Value;

        var required = await Command.Run(server, "mfa-required", "2999-01-01", "--account", "staging");
        var reset = await Command.Run(server, "reset-password", "admin", "--account", id);
        var nobody = await Command.Run(server, "reset-mfa", "admin", "--account", "production");

        Assert.Equal((0, 0), (required.ExitCode, reset.ExitCode));
        Assert.Equal((1, "countersign: There is no account 'production'. Name one by its 12 digits or its alias with --account.\n"), (nobody.ExitCode, nobody.Error));
        Assert.Equal("2999-01-01", (await server.Demanded(id)).RequiredFrom?.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null((await server.Demanded(server.Admin.AccountId)).RequiredFrom);
    }

    [GeneratedRegex(@"Account ID +(?<id>\d{12})\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
