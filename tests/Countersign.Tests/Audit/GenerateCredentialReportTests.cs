using System.Text;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Audit;

public sealed class GenerateCredentialReportTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_has_AWSs_columns_and_a_row_for_root_and_every_user()
    {
        var name = server.NewName("a,b");
        var made = server.Clock.GetUtcNow();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(MaxPasswordAge: 90));
        var key = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        await server.Database.Write(
            async store =>
            {
                await store.AccessKeys.Used(key.AccessKeyId, made, "eu-west-1", "iam");
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        server.Clock.Advance(CredentialReportWriter.Lifetime);    // no other test's report is current
        var lines = await Report();

        Assert.Equal(
            "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated",
            lines[0]);
        Assert.Equal(
            $"<root_account>,arn:aws:iam::{server.Admin.AccountId}:root,2026-01-01T12:00:00+00:00,not_supported,no_information,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            lines[1]);
        var then = made.ToString("yyyy-MM-dd'T'HH:mm:ss", null) + "+00:00";
        var next = made.AddDays(90).ToString("yyyy-MM-dd'T'HH:mm:ss", null) + "+00:00";
        Assert.Equal(
            $"\"{name}\",\"{server.UserArn(name)}\",{then},true,no_information,{then},{next},false,true,{then},{then},eu-west-1,iam,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            lines.Single(line => line.StartsWith($"\"{name}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_made_anew_after_four_hours_and_not_before()
    {
        server.Clock.Advance(CredentialReportWriter.Lifetime);
        await Report();
        var name = server.NewName("late");
        await server.AddUser(name);

        server.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(await Report(), line => line.StartsWith(name, StringComparison.Ordinal));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(await Report(), line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GenerateCredentialReport", "*", new GenerateCredentialReport.Request());

    private async Task<string[]> Report()
    {
        Assert.Equal(
            GenerateCredentialReport.ReportState.COMPLETE, (await server.AsAdmin(new GenerateCredentialReport.Request())).State);
        return Encoding.UTF8.GetString((await server.AsAdmin(new GetCredentialReport.Request())).Content.Span).Split('\n');
    }
}
