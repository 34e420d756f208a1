using System.Net;
using Countersign.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>Roles, as a browser without script meets them.</summary>
public sealed class RoleTests
{
    internal static string Trust(Browser browser) => $$$"""
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{browser.Server.FirstStart!.AccountId}}}:root"},"Action":"sts:AssumeRole"}}
        """;

    [Fact]
    public async Task A_role_of_this_account_asks_for_MFA_unless_told_otherwise()
    {
        await using var browser = await SignedIn();
        await browser.Get("/roles/create");
        Assert.Contains("name=\"Mfa\" value=\"yes\" checked", browser.Html, StringComparison.Ordinal);

        using var created = await browser.Post("/roles/create", ("RoleName", "deploy"), ("Description", "Deploys."), ("Trust", "account"), ("Mfa", "yes"));

        Assert.Equal("/roles/deploy/permissions?done=created", created.Headers.Location!.ToString());
        var trust = await TrustOf(browser, "deploy");
        Assert.Contains($"arn:aws:iam::{browser.Server.FirstStart!.AccountId}:root", trust, StringComparison.Ordinal);
        Assert.Contains("\"aws:MultiFactorAuthPresent\": \"true\"", trust, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_for_another_account_asks_for_the_external_id()
    {
        await using var browser = await SignedIn();
        await browser.Get("/roles/create");

        using var created = await browser.Post("/roles/create", ("RoleName", "partner"), ("Trust", "other"), ("Account", "1234-5678-9012"), ("ExternalId", "agreed-9"));

        Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);
        var trust = await TrustOf(browser, "partner");
        Assert.Contains("arn:aws:iam::123456789012:root", trust, StringComparison.Ordinal);
        Assert.Contains("\"sts:ExternalId\": \"agreed-9\"", trust, StringComparison.Ordinal);
        Assert.DoesNotContain("MultiFactorAuthPresent", trust, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_for_a_web_identity_names_provider_audience_and_subject()
    {
        await using var browser = await SignedIn();
        await browser.Get("/roles/create");

        using var created = await browser.Post(
            "/roles/create", ("RoleName", "ci"), ("Trust", "web"), ("Provider", "ci.example.com"), ("Audience", "countersign"), ("Subject", "repo:org/app:*"));

        Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);
        var trust = await TrustOf(browser, "ci");
        Assert.Contains("sts:AssumeRoleWithWebIdentity", trust, StringComparison.Ordinal);
        Assert.Contains(":oidc-provider/ci.example.com", trust, StringComparison.Ordinal);
        Assert.Contains("\"ci.example.com:aud\": \"countersign\"", trust, StringComparison.Ordinal);
        Assert.Contains("\"ci.example.com:sub\": \"repo:org/app:*\"", trust, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "Account", "12", "An account ID has 12 digits.")]
    [InlineData("web", "Provider", "https://ci.example.com", "A provider is its address without https://")]
    [InlineData("web", "Provider", "", "Type the provider")]
    [InlineData("own", "PolicyDocument", "", "Type a policy document.")]
    [InlineData("own", "PolicyDocument", "{", "This policy contains invalid Json")]
    public async Task What_is_wrong_with_the_trust_is_said_beside_its_field_and_nothing_typed_is_lost(string trust, string field, string text, string words)
    {
        await using var browser = await SignedIn();
        await browser.Get("/roles/create");

        using var refused = await browser.Post("/roles/create", ("RoleName", "kept"), ("Description", "kept words"), ("Trust", trust), (field, text));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains($"id=\"{field}-error\">{words}", WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Contains($"name=\"Trust\" value=\"{trust}\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"kept words\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trust_policy_is_edited_and_somebody_whom_there_is_not_is_refused_in_AWSs_words()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateRole.Request("deploy", Trust(browser)));
        var account = browser.Server.FirstStart!.AccountId;
        await browser.Get("/roles/deploy/trust");
        var ghost = Trust(browser).Replace($"{account}:root", $"{account}:user/ghost", StringComparison.Ordinal);
        using (var refused = await Save(ghost))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Invalid principal in policy", browser.Html, StringComparison.Ordinal);
        Assert.Contains("user/ghost", browser.Html, StringComparison.Ordinal);

        using var saved = await Save(ghost.Replace("ghost", "admin", StringComparison.Ordinal));

        Assert.Equal("/roles/deploy/trust?done=saved", saved.Headers.Location!.ToString());
        await browser.Get("/roles/deploy/trust");
        Assert.Contains("user/admin", browser.Html, StringComparison.Ordinal);

        async Task<HttpResponseMessage> Save(string document)
        {
            var answer = await browser.Post("/roles/deploy/trust", ("PolicyDocument", document));
            if (answer.StatusCode != HttpStatusCode.OK)
                return answer;
            answer.Dispose();    // warnings were shown: they are read now
            var seen = WebUtility.HtmlDecode(browser.Html.Split("name=\"Seen\" value=\"")[1].Split('"')[0]);
            return await browser.Post("/roles/deploy/trust", ("PolicyDocument", document), ("Anyway", "yes"), ("Seen", seen));
        }
    }

    [Fact]
    public async Task Description_longest_session_and_tags_are_kept()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateRole.Request("deploy", Trust(browser)));
        await browser.Get("/roles/deploy/settings");
        using (var saved = await browser.Post("/roles/deploy/settings", ("Description", "Deploys."), ("MaxSessionDuration", "14400")))
            Assert.Equal("/roles/deploy/settings?done=saved", saved.Headers.Location!.ToString());
        using (var tagged = await browser.Post("/roles/deploy/tags", ("TagKey", "team"), ("TagValue", "platform")))
            Assert.Equal("/roles/deploy/settings?done=tagged", tagged.Headers.Location!.ToString());

        var role = (await Run(browser, new GetRole.Request("deploy"))).Role;
        Assert.Equal(("Deploys.", 14400), (role.Description, role.MaxSessionDuration));
        Assert.Equal(new Tag("team", "platform"), Assert.Single(role.Tags!));

        await browser.Get("/roles/deploy/settings");
        Assert.Contains("value=\"14400\" selected", browser.Html, StringComparison.Ordinal);
        using var untagged = await browser.Post("/roles/deploy/tags/remove", ("RemovedKey", "team"));
        Assert.Equal("/roles/deploy/settings?done=untagged", untagged.Headers.Location!.ToString());
        Assert.Null((await Run(browser, new GetRole.Request("deploy"))).Role.Tags);
    }

    [Fact]
    public async Task Before_a_role_is_deleted_everything_that_goes_with_it_is_named_and_its_name_is_typed()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateRole.Request("deploy", Trust(browser)));
        await Run(browser, new AttachRolePolicy.Request("deploy", Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await Run(browser, new PutRolePolicy.Request("deploy", "own", Identity.Documents.Allow("iam:GetUser")));
        await Run(browser, new CreateInstanceProfile.Request("machines"));
        await Run(browser, new AddRoleToInstanceProfile.Request("machines", "deploy"));

        await browser.Get("/roles/deploy/delete");
        foreach (var what in new[] { ">IAMReadOnlyAccess</a> is detached", ">own</a> is deleted", "instance profile <b>machines</b>" })
            Assert.Contains(what, browser.Html, StringComparison.Ordinal);
        using (var untyped = await browser.Post("/roles/deploy/delete"))
            Assert.Equal(HttpStatusCode.BadRequest, untyped.StatusCode);
        using var deleted = await browser.Post("/roles/deploy/delete", ("Confirmation", "deploy"));

        Assert.Equal("/roles?done=deleted", deleted.Headers.Location!.ToString());
        Assert.Empty((await Run(browser, new ListRoles.Request())).Roles);
    }

    [Fact]
    public async Task A_role_is_listed_and_found()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateRole.Request("deploy", Trust(browser), Description: "Deploys."));

        await browser.Get("/roles?search=EPLO");

        Assert.Contains("<a href=\"/roles/deploy/permissions\">deploy</a>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Deploys.", browser.Html, StringComparison.Ordinal);
        await browser.Get("/roles?search=nothing");
        Assert.Contains("No role fits.", browser.Html, StringComparison.Ordinal);
    }

    private static async Task<string> TrustOf(Browser browser, string role) =>
        Uri.UnescapeDataString((await Run(browser, new GetRole.Request(role))).Role.AssumeRolePolicyDocument);

    private static async Task<Browser> SignedIn()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        return browser;
    }

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
}
