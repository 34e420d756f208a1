using Countersign.Audit;

namespace Countersign.Tests.Audit;

public sealed class GetCredentialReportTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_report_must_be_made_first_and_expires_after_four_hours()
    {
        await Refused.With(
            "ReportNotPresent", 410, "No report is there yet. Call GenerateCredentialReport first.",
            () => server.AsAdmin(new GetCredentialReport.Request()));
        var made = server.Clock.GetUtcNow();
        await server.AsAdmin(new GenerateCredentialReport.Request());

        server.Clock.Advance(TimeSpan.FromHours(4));
        var report = await server.AsAdmin(new GetCredentialReport.Request());
        Assert.Equal(("text/csv", made), (report.ReportFormat, report.GeneratedTime));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Refused.With(
            "ReportExpired", 410, "The report is more than four hours old. Call GenerateCredentialReport to make a new one.",
            () => server.AsAdmin(new GetCredentialReport.Request()));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:GetCredentialReport", "*", new GetCredentialReport.Request());
}
