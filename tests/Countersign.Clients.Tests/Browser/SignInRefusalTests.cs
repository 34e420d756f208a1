using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OtherBrowser.Name)]
public sealed class SignInRefusalTests(Site site) : BrowserTest(site)
{
    private const string WrongOrUsed = "That code was not right or has been used. Wait for the next one.";
    private const int StepsPerDay = 24 * 60 * 2;

    [Fact]
    public async Task A_code_that_is_wrong_used_or_of_yesterday_is_refused_in_the_same_words_and_the_next_one_signs_in()
    {
        var (_, userName, phone) = await UserWithPhone();
        var used = await phone.NextCode();
        var first = await Visitor();
        await first.SignInUntilCode(userName, Password);
        await first.SendCode(used);
        await first.IsAt("My security credentials");

        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        foreach (var code in new[] { used, await phone.Code(-StepsPerDay), await WrongCode(phone) })
        {
            await alice.SendCode(code);
            await alice.ReadsBeside("MFA code", WrongOrUsed);
            await Expect(alice.Field("MFA code")).ToHaveValueAsync("");
            await Expect(alice.Field("MFA code")).ToBeFocusedAsync();
            await Expect(alice.Page).ToHaveTitleAsync("Error: MFA code – Countersign");
            await alice.Open("/sign-in/code");
        }

        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task What_is_no_code_is_said_to_be_none()
    {
        var (_, userName, _) = await UserWithPhone();
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);

        await alice.SendCode("12345");

        await alice.ReadsBeside("MFA code", "An MFA code is six digits (eight on some tokens), as the device shows them.");
    }

    [Theory]
    [InlineData("with a space")]
    [InlineData("in full width")]
    public async Task A_code_may_be_typed_as_people_and_keyboards_write_it(string how)
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        var code = await phone.NextCode();

        await alice.SendCode(how == "with a space"
            ? $" {code[..3]} {code[3..]} "
            : string.Concat(code.Select(digit => (char)(digit - '0' + '\uFF10'))));

        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task A_wrong_password_and_a_user_that_is_not_there_are_refused_alike()
    {
        var (_, userName, _) = await UserWithPhone();
        var texts = new List<string>();
        foreach (var name in new[] { userName, Site.Server.NewName("nobody") })
        {
            var visitor = await Visitor();
            await visitor.SignIn(name, "Wrong-Horse-1");
            var alert = visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert);
            await Expect(alert).ToBeVisibleAsync();
            texts.Add(await alert.InnerTextAsync());
        }

        Assert.Equal(texts[0], texts[1]);
    }

    /// <summary>Six digits that the phone does not show a minute and a half before or after now.</summary>
    private static async Task<string> WrongCode(Phone phone)
    {
        var near = new HashSet<string>(StringComparer.Ordinal);
        for (var step = -3; step <= 3; step++)
            near.Add(await phone.Code(step));
        return Enumerable.Range(0, 8).Select(digit => new string((char)('0' + digit), 6)).First(code => !near.Contains(code));
    }
}
