using Countersign.Otp;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.Advisories;
using Countersign.Tests.Identity;

namespace Countersign.Tests.UnderFire;

/// <summary>How long a refusal takes tells nothing: whatever was wrong, the same is computed and the same is asked of the database.</summary>
public sealed class SameWorkTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task An_unknown_account_an_unknown_user_one_without_password_and_a_wrong_password_are_the_same_work()
    {
        var name = await server.Somebody();
        var enrolled = (await server.Enrolled()).Name;
        var bare = (await server.AddUser(server.NewName())).UserName;
        await Refused.By(() => new Browser(server).Password(server.NewName("first"), Passwords.Second));    // what is read once is read now
        var wrong = await Work(() => new Browser(server).Password(name, Passwords.Second));

        Assert.Equal(1, wrong.Hashes);
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(name, Passwords.Second)));    // the second time too
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(enrolled, Passwords.Second)));
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(bare, Passwords.Second)));
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(server.NewName("nobody"), Passwords.Second)));
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(name, Passwords.First, "000000000000")));
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(new string('a', 5000), Passwords.Second, "no-such-alias")));
    }

    [Fact]
    public async Task Who_must_wait_waits_alike_with_the_right_password_the_wrong_one_and_as_nobody()
    {
        var (name, nobody) = (await server.Somebody(), server.NewName("nobody"));
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            await Refused.By(() => new Browser(server).Password(name, Passwords.Second));
            await Refused.By(() => new Browser(server).Password(nobody, Passwords.Second));
        }

        var wrong = await Work(() => new Browser(server).Password(name, Passwords.Second));

        Assert.Equal(0, wrong.Hashes);    // it is said that one must wait, and nothing is judged: a flood costs no hash
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(name, Passwords.First)));
        Assert.Equal(wrong, await Work(() => new Browser(server).Password(nobody, Passwords.Second)));
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("STS")]
    [InlineData("proving again")]
    public async Task A_wrong_code_one_nearly_right_one_of_soon_and_a_used_one_are_the_same_work(string door)
    {
        var (name, phone) = await server.Enrolled();
        var session = await AsConsole.Open(server, name);
        var browsers = new Queue<Browser>();
        for (var i = 0; i < 6; i++)
            browsers.Enqueue(await server.Pending(name));
        Func<OneTimeCode, Task> at = door switch
        {
            "sign-in" => code => browsers.Dequeue().Code(code),
            "STS" => code => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, code)),
            _ => code => server.Run(session, new ProveAgain.Request(Passwords.First, code)),
        };
        await server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, phone.CodeAt(Now)));
        var used = phone.CodeAt(Now);
        await Refused.By(() => at(phone.WrongCodeAt(Now)));    // there is a counter from now on
        var wrong = await Work(() => at(phone.WrongCodeAt(Now)));

        Assert.Equal((1, door == "proving again" ? 1 : 0), (wrong.Codes, wrong.Hashes));
        Assert.Equal(wrong, await Work(() => at(Nearly(phone))));
        Assert.Equal(wrong, await Work(() => at(phone.CodeAt(Now + 4 * PhoneApp.Step))));
        Assert.Equal(wrong, await Work(() => at(used)));
    }

    /// <summary>The code that will be right next, but for its last digit.</summary>
    private OneTimeCode Nearly(PhoneApp phone)
    {
        var right = new Phone(phone.Base32Key).CodeAt(Now + PhoneApp.Step);
        for (var digit = '0'; ; digit++)
        {
            Assert.True(OneTimeCode.TryParse(right[..^1] + digit, out var code));
            if (digit != right[^1] && Enumerable.Range(-2, 5).All(step => phone.CodeAt(Now + step * PhoneApp.Step) != code))
                return code;
        }
    }

    private async Task<Cost> Work(Func<Task> refused)
    {
        var hashes = server.Service<PasswordHasher>().Computed;
        using var judged = new JudgedCodes(server);
        var statements = await SqlTrace.Of(server, () => Refused.By(refused));
        return new Cost(server.Service<PasswordHasher>().Computed - hashes, judged.Count, string.Join("; ", statements));
    }

    /// <summary>What a refusal has cost.</summary>
    /// <param name="Hashes">Password hashes.</param>
    /// <param name="Codes">Codes compared with a device's secret: each the same HMACs, whatever it is (the library's <c>SameWorkTests</c>).</param>
    /// <param name="Statements">What was asked of the database.</param>
    private sealed record Cost(long Hashes, long Codes, string Statements);
}
