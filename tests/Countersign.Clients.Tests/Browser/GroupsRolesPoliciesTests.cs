namespace Countersign.Clients.Tests.Browser;

/// <summary>The whole way from a policy to somebody who has it, and back, with and without script.</summary>
[Collection(OneBrowser.Name)]
public sealed class GroupsRolesPoliciesTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_reaches_a_user_through_a_group_and_a_role_asks_for_MFA(bool withScript)
    {
        var userName = Site.Server.NewName("alice");
        var admin = await Visitor(javaScript: withScript);
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Users");
        await admin.CreateUser(userName, Password);
        var seen = new List<string>();

        await AccessTour.Past(admin, userName, async (page, visitor) =>
        {
            seen.Add(page);
            if (page == "policy-refused")
                Assert.Contains("\"Version\": \"2012-10-17\"", await visitor.Field("Policy document").InputValueAsync(), StringComparison.Ordinal);
            if (page == "group")
                Assert.True(await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = userName, Exact = true }).IsVisibleAsync());
            if (page == "role-trust")
                Assert.Contains("aws:MultiFactorAuthPresent", await visitor.Field("Trust policy").InputValueAsync(), StringComparison.Ordinal);
        });

        Assert.Contains("policy-delete", seen, StringComparer.Ordinal);
        await admin.Open($"/users/{userName}/groups");
        await admin.Reads($"{userName} is in no group.");
    }
}
