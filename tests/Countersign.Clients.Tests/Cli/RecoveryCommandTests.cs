using System.Text.RegularExpressions;

namespace Countersign.Clients.Tests.Cli;

public sealed partial class RecoveryCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public async Task A_one_time_code_is_printed_for_who_has_a_device()
    {
        var none = await Command.Run(server, "bypass-code", "admin");
        Assert.Equal(1, none.ExitCode);
        Assert.StartsWith("countersign: admin has no MFA device, so sign-in asks for none", none.Error, StringComparison.Ordinal);

        var file = Path.Combine(server.Scratch, "export.txt");
        await File.WriteAllTextAsync(file, $"otpauth://totp/Old:root?secret={Key}&issuer=Old\n", TestContext.Current.CancellationToken);
        var imported = await Command.Run(server, "devices", "import", file, "--map", "root=admin", "--apply");
        Assert.True(imported.ExitCode == 0, imported.Error);

        var made = await Command.Run(server, "bypass-code", "admin", "--hours", "2", "--reason", "phone at home");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Matches(Printed(), made.Output);

        var tooLong = await Command.Run(server, "bypass-code", "admin", "--hours", "25");
        Assert.Equal((1, "countersign: A one-time code is good for 1 to 24 hours.\n"), (tooLong.ExitCode, tooLong.Error));
    }

    [Fact]
    public async Task MFA_is_required_from_a_day_on_or_now_or_not()
    {
        var day = await Command.Run(server, "mfa-required", "2999-01-01");
        Assert.Matches(@"^MFA is required from 2999-01-01 00:00 UTC\. Users with a password and no device today: [01]\.\n$", day.Output);

        var now = await Command.Run(server, "mfa-required", "now", "--reason", "after the audit");
        Assert.Matches(@"^MFA is required from \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC\.", now.Output);

        var off = await Command.Run(server, "mfa-required", "off");
        Assert.Equal((0, "MFA is not required.\n"), (off.ExitCode, off.Output));

        var wrong = await Command.Run(server, "mfa-required", "soon");
        Assert.Equal((1, "countersign: 'soon' is not a day. Say off, now, or a day such as 2026-12-31.\n"), (wrong.ExitCode, wrong.Error));
    }

    [GeneratedRegex(@"^One-time code of admin: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} +\(once, until \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC;", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();
}
