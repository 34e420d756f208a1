using Countersign.Custody;

namespace Countersign.Tests.Custody;

[Collection<SharedServer>]
public sealed class CompleteRestoreTests(TestServer server)
{
    [Fact]
    public async Task The_audit_log_says_when_the_backup_was_made()
    {
        await server.Run(new AsLocalOperator(), new CompleteRestore.Request("2026-12-31T12:00:00Z", "SQLite"));

        var events = await server.Stored(store => store.AuditEvents.Latest(server.Admin.AccountId, 100));
        var told = Assert.Single(events, happened => happened.Action == "countersign:CompleteRestore" && happened.Outcome == "Success");
        Assert.Equal("local operator root", told.Principal);
        Assert.Contains("\"madeAt\":\"2026-12-31T12:00:00Z\"", told.Record, StringComparison.Ordinal);
    }

    [Fact]
    public Task Whoever_has_no_shell_on_the_server_is_refused_whatever_policies_say() => Refused.With(
        "AccessDenied", 403, "countersign:CompleteRestore is for the command line on the server: it needs the master key.",
        () => server.AsAdmin(new CompleteRestore.Request("now", "SQLite")));
}
