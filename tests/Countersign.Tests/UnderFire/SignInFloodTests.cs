using System.Net;
using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.UnderFire;

/// <summary>More people sign in than passwords can be hashed.</summary>
public sealed class SignInFloodTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Flood = 4 * PasswordHasher.Queue;

    private PasswordHasher Hasher => server.Service<PasswordHasher>();

    [Fact]
    public async Task While_every_slot_is_taken_and_the_queue_is_full_signed_calls_are_answered_and_sign_ins_turned_away()
    {
        var name = await Somebody();
        using var client = new ApiClient(server);
        var key = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);
        await using var full = new FullQueue(Hasher);

        var refusal = await Refused.By(() => new Browser(server).Password(name, Passwords.First));

        Assert.Equal(("ServiceUnavailable", 503, TimeSpan.FromSeconds(3)), (refusal.Code, refusal.Status, refusal.RetryAfter));
        Assert.Equal(200, (await client.Post("sts:GetCallerIdentity", key)).Status);
        Assert.Equal(200, (await client.Post("iam:CreateUser", key, ("UserName", server.NewName()))).Status);
        Assert.Equal(PasswordHasher.Queue, Hasher.InHand);
    }

    [Fact]
    public async Task Of_a_flood_no_more_is_hashed_than_fits_the_queue_and_everybody_gets_an_answer()
    {
        var name = await Somebody();
        var before = Hasher.Computed;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Flood).Select(i => Task.Run(() => Refused.By(
            () => new Browser(server, $"198.51.100.{i % 250}").Password(i % 2 == 0 ? name : $"nobody-{i}", Passwords.Second)))));

        var busy = outcomes.Count(refusal => refusal.Code == "ServiceUnavailable");
        Assert.NotEqual(0, busy);
        Assert.All(outcomes, refusal => Assert.True(refusal.Code is "ServiceUnavailable" or "SignInRefused", refusal.Code));
        Assert.Equal(Flood - busy, Hasher.Computed - before);
        Assert.Equal(0, Hasher.InHand);
    }

    [Fact]
    public async Task In_the_console_it_is_said_on_the_page_and_when_to_come_back()
    {
        await using var browser = await Console.Browser.Open();
        var first = browser.Server.FirstStart!;
        await browser.Get("/sign-in");
        await using var full = new FullQueue(browser.Server.Services.GetRequiredService<PasswordHasher>());

        using var answer = await browser.Post("/sign-in", ("Account", first.AccountId), ("UserName", first.UserName), ("Password", first.Password));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "3"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("Too many people are signing in at this moment. Try again in a few seconds.", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Password, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_turned_away_has_nothing_counted()
    {
        var name = await Somebody();
        await using (new FullQueue(Hasher))
        {
            for (var i = 0; i < Attempt.FreeTries + 1; i++)
                Assert.Equal("ServiceUnavailable", (await Refused.By(() => new Browser(server).Password(name, Passwords.First))).Code);
        }

        Assert.Null(await server.Stored(store => store.AttemptCounters.Find(server.Admin.AccountId, Attempt.OfPassword(name, "203.0.113.7"))));
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First));
    }

    [Fact]
    public async Task Whoever_proves_again_in_the_crowd_has_nothing_counted_either()
    {
        var browser = new Browser(server);
        await browser.Password(await Somebody(), Passwords.First);
        await using (new FullQueue(Hasher))
        {
            for (var i = 0; i < Attempt.FreeTries + 1; i++)
                Assert.Equal("ServiceUnavailable", (await Refused.By(() => browser.ProveAgain(Passwords.First))).Code);
        }

        await browser.ProveAgain(Passwords.First);
    }

    [Fact]
    public void One_core_is_left_to_everything_else() => Assert.Equal(Math.Max(1, Environment.ProcessorCount - 1), PasswordHasher.Slots);

    private async Task<string> Somebody()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return user.UserName;
    }
}
