using System.Net;
using Countersign.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>User groups, as a browser without script meets them.</summary>
public sealed class GroupTests
{
    private static readonly string Administrator = Arn.OfBuiltInPolicy("AdministratorAccess");

    [Fact]
    public async Task A_group_is_created_and_found_by_a_part_of_its_name_or_its_path()
    {
        await using var browser = await SignedIn();
        await browser.Get("/groups");
        Assert.Contains("No groups yet.", browser.Html, StringComparison.Ordinal);
        await browser.Get("/groups/create");

        using var created = await browser.Post("/groups/create", ("GroupName", "Developers"), ("Path", "/teams/"));

        Assert.Equal("/groups/Developers/members?done=created", created.Headers.Location!.ToString());
        await browser.Get(created.Headers.Location.ToString());
        Assert.Contains("Developers is created.", browser.Html, StringComparison.Ordinal);
        foreach (var search in new[] { "velop", "/teams/" })
        {
            await browser.Get("/groups?search=" + Uri.EscapeDataString(search));
            Assert.Contains("<a href=\"/groups/Developers/members\">Developers</a>", browser.Html, StringComparison.Ordinal);
        }

        await browser.Get("/groups?search=nothing");
        Assert.Contains("No group fits.", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "GroupName", "Type a name for the group.")]
    [InlineData("two words", "GroupName", "Value")]
    [InlineData("taken", "GroupName", "Group with name taken already exists.")]
    public async Task What_is_wrong_with_a_name_is_said_beside_it_and_what_was_typed_is_kept(string name, string field, string words)
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("taken"));
        await browser.Get("/groups/create");

        using var refused = await browser.Post("/groups/create", ("GroupName", name), ("Path", "/kept/"));

        Assert.True((int)refused.StatusCode is >= 400 and < 500);
        Assert.Contains(words, ErrorOf(browser, field), StringComparison.Ordinal);
        Assert.Contains("value=\"/kept/\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_more_than_a_page_leads_to_the_next()
    {
        await using var browser = await SignedIn();
        for (var i = 0; i < 26; i++)
            await Run(browser, new CreateGroup.Request($"group-{i:D2}"));

        await browser.Get("/groups?search=group-");
        Assert.Contains("26 groups", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("group-25", browser.Html, StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(browser.Html.Split("rel=\"next\"")[0].Split("href=\"")[^1].Split('"')[0]);
        await browser.Get(next);

        Assert.Contains("group-25", browser.Html, StringComparison.Ordinal);
        Assert.Contains("First page", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_are_added_from_either_side_and_taken_out_again()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("dev"));
        foreach (var name in new[] { "alice", "bob", "carol" })
            await Run(browser, new CreateUser.Request(name));
        await browser.Get("/groups/dev/members/add");
        using var added = await browser.Post("/groups/dev/members/add", ("UserName", "alice"), ("UserName", "bob"));
        Assert.Equal("/groups/dev/members?done=added", added.Headers.Location!.ToString());
        await browser.Get("/users/carol/groups/add");
        using var joined = await browser.Post("/users/carol/groups/add", ("GroupName", "dev"));
        Assert.Equal("/users/carol/groups?done=added", joined.Headers.Location!.ToString());
        Assert.Equal(3, (await Run(browser, new GetGroup.Request("dev"))).Users.Count);

        await browser.Get("/groups/dev/members/bob/remove");
        Assert.DoesNotContain("AdministratorAccess", browser.Html, StringComparison.Ordinal);
        using var removed = await browser.Post("/groups/dev/members/bob/remove");

        Assert.Equal("/groups/dev/members?done=removed", removed.Headers.Location!.ToString());
        Assert.Equal(["alice", "carol"], (await Run(browser, new GetGroup.Request("dev"))).Users.Select(user => user.UserName), StringComparer.Ordinal);
    }

    [Fact]
    public async Task All_users_that_are_ticked_are_added_or_none()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("dev"));
        await Run(browser, new CreateUser.Request("alice"));
        await browser.Get("/groups/dev/members/add");

        using var refused = await browser.Post("/groups/dev/members/add", ("UserName", "alice"), ("UserName", "ghost"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Empty((await Run(browser, new GetGroup.Request("dev"))).Users);

        await browser.Get("/groups/dev/members/add");
        using var empty = await browser.Post("/groups/dev/members/add");
        Assert.Contains("Choose at least one user.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_is_renamed()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("dev"));
        await browser.Get("/groups/dev/edit");

        using var renamed = await browser.Post("/groups/dev/edit", ("GroupName", "developers"), ("Path", "/teams/"));

        Assert.Equal("/groups/developers/members?done=renamed", renamed.Headers.Location!.ToString());
        Assert.Equal("/teams/", (await Run(browser, new GetGroup.Request("developers"))).Group.Path);
    }

    [Fact]
    public async Task Before_a_group_is_deleted_everything_that_goes_with_it_is_named_and_its_name_is_typed()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("dev"));
        await Run(browser, new CreateUser.Request("alice"));
        await Run(browser, new AddUserToGroup.Request("dev", "alice"));
        await Run(browser, new AttachGroupPolicy.Request("dev", Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await Run(browser, new PutGroupPolicy.Request("dev", "own", Identity.Documents.Allow("iam:GetUser")));

        await browser.Get("/groups/dev/delete");
        foreach (var what in new[] { ">alice</a>", ">IAMReadOnlyAccess</a> is detached", ">own</a> is deleted" })
            Assert.Contains(what, browser.Html, StringComparison.Ordinal);
        using (var refused = await browser.Post("/groups/dev/delete", ("Confirmation", "prod")))
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("type dev exactly", ErrorOf(browser, "Confirmation"), StringComparison.Ordinal);
        using var deleted = await browser.Post("/groups/dev/delete", ("Confirmation", "dev"));

        Assert.Equal("/groups?done=deleted", deleted.Headers.Location!.ToString());
        Assert.Empty((await Run(browser, new ListGroups.Request())).Groups);
        Assert.Empty((await Run(browser, new ListGroupsForUser.Request("alice"))).Groups);
    }

    [Fact]
    public async Task The_last_administrator_leaves_a_group_only_with_the_name_typed_out()
    {
        await using var browser = await SignedIn();
        await Run(browser, new CreateGroup.Request("bosses"));
        await Run(browser, new AttachGroupPolicy.Request("bosses", Administrator));
        await Run(browser, new AddUserToGroup.Request("bosses", "admin"));
        await Run(browser, new DetachUserPolicy.Request("admin", Administrator));

        foreach (var page in new[] { "/groups/bosses/members/admin/remove", "/groups/bosses/delete", "/groups/bosses/permissions/detach/arn:aws:iam::aws:policy~1AdministratorAccess" })
        {
            await browser.Get(page);
            Assert.Contains("Nobody would have AdministratorAccess any more,", browser.Html, StringComparison.Ordinal);
            using var refused = await browser.Post(page);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Single((await Run(browser, new GetGroup.Request("bosses"))).Users);
    }

    private static string ErrorOf(Browser browser, string field) =>
        WebUtility.HtmlDecode(browser.Html.Split($"id=\"{field}-error\">") is [_, var rest, ..] ? rest.Split('<')[0] : "");

    private static async Task<Browser> SignedIn()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        return browser;
    }

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
}
