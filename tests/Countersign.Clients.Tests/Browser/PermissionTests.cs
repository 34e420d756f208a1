namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class PermissionTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData("security-credentials")]
    [InlineData("mfa/assign")]
    public async Task Somebody_elses_pages_are_not_permitted_and_say_so_in_plain_words(string page)
    {
        var admin = await Admin();
        var (alice, bob) = (Site.Server.NewName("alice"), Site.Server.NewName("bob"));
        await admin.CreateUser(alice, Password);
        await admin.CreateUser(bob, Password);
        var visitor = await Visitor();
        await visitor.SignIn(alice, Password);
        await visitor.IsAt("My security credentials");

        await visitor.Open($"/users/{bob}/{page}");

        await visitor.IsAt("Not permitted");
        await visitor.Reads("You are not permitted to do this. Ask an administrator if you need it.");
    }
}
