using System.Net;
using Countersign.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>Managed policies, inline policies and boundaries, as a browser without script meets them.</summary>
public sealed class PolicyTests
{
    private const string Clean = """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": "iam:GetUser", "Resource": "arn:aws:iam::123456789012:user/alice" }]
        }
        """;

    /// <summary>Does not stop access keys, which have no such key in their requests.</summary>
    private const string Doubtful = """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Deny", "Action": "iam:DeleteUser", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } }]
        }
        """;

    private static string ArnOf(Browser browser, string name) => $"arn:aws:iam::{browser.Server.FirstStart!.AccountId}:policy/{name}";

    private static string UrlOf(Browser browser, string name) => $"/policies/arn:aws:iam::{browser.Server.FirstStart!.AccountId}:policy~1{name}";

    [Fact]
    public async Task A_policy_is_created_shown_and_found()
    {
        await using var browser = await SignedIn();
        await browser.Get("/policies/create");
        Assert.Contains("<a href=\"/policies/create?template=deny-without-mfa\">", browser.Html, StringComparison.Ordinal);

        using var created = await browser.Post("/policies/create", ("PolicyName", "see-alice"), ("Description", "Sees alice."), ("Path", ""), ("PolicyDocument", Clean));

        Assert.Equal(UrlOf(browser, "see-alice") + "?done=created", created.Headers.Location!.ToString());
        await browser.Get(created.Headers.Location.ToString());
        Assert.Contains("Sees alice.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("\"iam:GetUser\"", WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        await browser.Get("/policies?search=ALICE&origin=account");
        Assert.Contains(">see-alice</a>", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("AdministratorAccess", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_is_none_is_refused_beside_its_field_and_nothing_typed_is_lost()
    {
        await using var browser = await SignedIn();
        await browser.Get("/policies/create");
        const string broken = """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Maybe" """;

        using var refused = await browser.Post("/policies/create", ("PolicyName", "kept-name"), ("Description", "kept words"), ("PolicyDocument", broken));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("id=\"PolicyDocument-error\">", browser.Html, StringComparison.Ordinal);
        Assert.Contains(broken, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Contains("value=\"kept-name\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"kept words\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doubtful_policy_is_saved_only_when_its_warnings_were_read()
    {
        await using var browser = await SignedIn();
        await browser.Get("/policies/create");
        using (var asked = await browser.Post("/policies/create", ("PolicyName", "doubtful"), ("PolicyDocument", Doubtful), ("Anyway", "yes")))
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);    // which warnings, it had not been shown
        Assert.Contains("Nothing is saved yet.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Save anyway", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain((await Run(browser, new ListPolicies.Request(ListPolicies.PolicyScope.Local))).Policies, policy => policy.PolicyName == "doubtful");
        var seen = WebUtility.HtmlDecode(browser.Html.Split("name=\"Seen\" value=\"")[1].Split('"')[0]);

        using var saved = await browser.Post("/policies/create", ("PolicyName", "doubtful"), ("PolicyDocument", Doubtful), ("Anyway", "yes"), ("Seen", seen));

        Assert.Equal(UrlOf(browser, "doubtful") + "?done=created", saved.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Editing_makes_a_version_that_can_be_put_in_force_and_the_old_one_deleted()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreatePolicy.Request("p", Identity.Documents.Allow("iam:GetUser")));
        var url = UrlOf(browser, "p");
        await browser.Get(url + "/edit");
        using (var kept = await browser.Post(url + "/edit", ("PolicyDocument", Clean)))
            Assert.Equal(url + "?done=version", kept.Headers.Location!.ToString());
        Assert.Equal("v1", (await Run(browser, new GetPolicy.Request(ArnOf(browser, "p")))).Policy.DefaultVersionId);

        await browser.Get(url + "/versions/v2");
        using (var set = await browser.Post(url + "/versions/v2/default"))
            Assert.Equal(url + "?done=default", set.Headers.Location!.ToString());
        await browser.Get(url + "/versions/v1/delete");
        using (var deleted = await browser.Post(url + "/versions/v1/delete"))
            Assert.Equal(url + "?done=version-deleted", deleted.Headers.Location!.ToString());

        Assert.Equal("v2", Assert.Single((await Run(browser, new ListPolicyVersions.Request(ArnOf(browser, "p")))).Versions).VersionId);
    }

    [Fact]
    public async Task A_sixth_version_is_refused_on_top_of_the_form_with_what_was_typed()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreatePolicy.Request("p", Identity.Documents.Allow("iam:GetUser")));
        for (var i = 0; i < 4; i++)
            await Run(browser, new CreatePolicyVersion.Request(ArnOf(browser, "p"), Identity.Documents.Allow("iam:GetUser")));
        await browser.Get(UrlOf(browser, "p") + "/edit");
        Assert.Contains("There are five versions", browser.Html, StringComparison.Ordinal);

        using var refused = await browser.Post(UrlOf(browser, "p") + "/edit", ("PolicyDocument", Clean), ("SetAsDefault", "yes"));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("A managed policy can have up to 5 versions.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("user/alice", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_are_attached_together_and_one_is_detached()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateUser.Request("alice"));
        var (read, audit) = (Arn.OfBuiltInPolicy("IAMReadOnlyAccess"), Arn.OfBuiltInPolicy("SecurityAudit"));
        await browser.Get("/users/alice/permissions/attach");
        using var attached = await browser.Post("/users/alice/permissions/attach", ("PolicyArn", read), ("PolicyArn", audit));
        Assert.Equal("/users/alice/permissions?done=attached", attached.Headers.Location!.ToString());
        await browser.Get("/users/alice/permissions");
        Assert.Contains(">IAMReadOnlyAccess</a>", browser.Html, StringComparison.Ordinal);

        await browser.Get("/users/alice/permissions/detach/arn:aws:iam::aws:policy~1IAMReadOnlyAccess");
        using var detached = await browser.Post("/users/alice/permissions/detach/arn:aws:iam::aws:policy~1IAMReadOnlyAccess");

        Assert.Equal("/users/alice/permissions?done=detached", detached.Headers.Location!.ToString());
        Assert.Equal(audit, Assert.Single((await Run(browser, new ListAttachedUserPolicies.Request("alice"))).AttachedPolicies).PolicyArn);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("groups")]
    [InlineData("roles")]
    public async Task An_inline_policy_is_written_edited_and_deleted_and_never_written_over_by_chance(string owners)
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateUser.Request("x"));
        await Run(browser, new CreateGroup.Request("x"));
        await Run(browser, new CreateRole.Request("x", RoleTests.Trust(browser)));
        var at = $"/{owners}/x/permissions";
        await browser.Get(at + "/create-inline");
        using (var created = await browser.Post(at + "/create-inline", ("PolicyName", "p"), ("PolicyDocument", Clean)))
            Assert.Equal(at + "?done=saved", created.Headers.Location!.ToString());
        await browser.Get(at);
        Assert.Contains($"<a href=\"{at}/inline/p\">p</a>", browser.Html, StringComparison.Ordinal);

        await browser.Get(at + "/create-inline");
        using (var refused = await browser.Post(at + "/create-inline", ("PolicyName", "p"), ("PolicyDocument", Clean)))
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("There is a policy p already.", browser.Html, StringComparison.Ordinal);

        await browser.Get(at + "/inline/p");
        Assert.Contains("user/alice", browser.Html, StringComparison.Ordinal);
        using (var saved = await browser.Post(at + "/inline/p", ("PolicyDocument", Clean.Replace("alice", "bob", StringComparison.Ordinal))))
            Assert.Equal(at + "?done=saved", saved.Headers.Location!.ToString());
        await browser.Get(at + "/inline/p/delete");
        Assert.Contains("user/bob", browser.Html, StringComparison.Ordinal);
        using var deleted = await browser.Post(at + "/inline/p/delete");

        Assert.Equal(at + "?done=deleted", deleted.Headers.Location!.ToString());
        using var gone = await browser.Get(at + "/inline/p");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("users")]
    [InlineData("roles")]
    public async Task A_boundary_is_set_and_taken_away(string owners)
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateUser.Request("x"));
        await Run(browser, new CreateRole.Request("x", RoleTests.Trust(browser)));
        var at = $"/{owners}/x/permissions";
        await browser.Get(at + "/boundary");
        using (var set = await browser.Post(at + "/boundary", ("PolicyArn", Arn.OfBuiltInPolicy("ReadOnlyAccess"))))
            Assert.Equal(at + "?done=bound", set.Headers.Location!.ToString());
        await browser.Get(at);
        Assert.Contains(">ReadOnlyAccess</a>", browser.Html, StringComparison.Ordinal);

        await browser.Get(at + "/boundary");
        using var removed = await browser.Post(at + "/boundary", ("Remove", "yes"));

        Assert.Equal(at + "?done=unbound", removed.Headers.Location!.ToString());
        await browser.Get(at);
        Assert.DoesNotContain(">ReadOnlyAccess</a>", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_in_use_names_who_has_it_and_is_detached_and_deleted_in_one_go()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreatePolicy.Request("p", Identity.Documents.Allow("iam:GetUser")));
        await Run(browser, new CreatePolicyVersion.Request(ArnOf(browser, "p"), Clean));
        await Run(browser, new CreateGroup.Request("dev"));
        await Run(browser, new AttachGroupPolicy.Request("dev", ArnOf(browser, "p")));
        await browser.Get(UrlOf(browser, "p") + "/attached");
        Assert.Contains("<a href=\"/groups/dev/permissions\">dev</a>", browser.Html, StringComparison.Ordinal);

        await browser.Get(UrlOf(browser, "p") + "/delete");
        Assert.Contains("<a href=\"/groups/dev/permissions\">dev</a>", browser.Html, StringComparison.Ordinal);
        using (var untyped = await browser.Post(UrlOf(browser, "p") + "/delete"))
            Assert.Equal(HttpStatusCode.BadRequest, untyped.StatusCode);
        using var deleted = await browser.Post(UrlOf(browser, "p") + "/delete", ("Confirmation", "p"));

        Assert.Equal("/policies?done=deleted", deleted.Headers.Location!.ToString());
        Assert.Empty((await Run(browser, new ListAttachedGroupPolicies.Request("dev"))).AttachedPolicies);
    }

    [Fact]
    public async Task A_policy_that_bounds_somebody_is_not_deleted_since_that_would_permit_more()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreatePolicy.Request("p", Clean));
        await Run(browser, new CreateUser.Request("alice"));
        await Run(browser, new PutUserPermissionsBoundary.Request("alice", ArnOf(browser, "p")));
        await browser.Get(UrlOf(browser, "p") + "/delete");
        Assert.Contains("It is a permissions boundary.", browser.Html, StringComparison.Ordinal);
        await browser.Get("/policies/create");

        using var refused = await browser.Post(UrlOf(browser, "p") + "/delete", ("Confirmation", "p"));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("p", (await Run(browser, new GetPolicy.Request(ArnOf(browser, "p")))).Policy.PolicyName);
    }

    [Fact]
    public async Task A_policy_of_the_server_offers_no_change()
    {
        await using var browser = await SignedIn();

        await browser.Get("/policies/arn:aws:iam::aws:policy~1AdministratorAccess");

        Assert.Contains("the server; it cannot be changed", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Edit policy", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Delete policy", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_may_not_be_seen_says_so_and_the_rest_is_shown()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateUser.Request("alice"));
        await Run(browser, new CreateLoginProfile.Request("alice", Identity.Passwords.First));
        await Run(browser, new PutUserPolicy.Request("alice", "p", Identity.Documents.Allow("iam:ListAttachedUserPolicies")));
        await browser.Get("/my/password");
        await browser.Post("/sign-out");
        await browser.Get("/sign-in");
        await browser.Post("/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "alice"), ("Password", "Correct-Horse-1"));

        using var page = await browser.Get("/users/alice/permissions");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("You are not permitted to see inline policies.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("No policy is attached.", browser.Html, StringComparison.Ordinal);
    }

    private static async Task<Browser> SignedIn()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        return browser;
    }

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
}
