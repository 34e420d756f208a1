using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Authorize;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Countersign.Tests.Storage;

/// <summary>Over a network the round trips are the cost: counted on the wire between the server and a real PostgreSQL.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private PostgresCluster? _cluster;
    private TcpRelay? _relay;
    private TestServer? _server;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.Shared;
        _database = await _cluster.NewDatabase();
        _relay = new TcpRelay(_cluster.Port);
        _server = new TestServer { Postgres = new NpgsqlConnectionStringBuilder(_database) { Port = _relay.Port }.ConnectionString };
        await _server.InitializeAsync();
        foreach (var background in _server.Server.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            await background.StopAsync(TestContext.Current.CancellationToken);    // what nobody waits for is not counted
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _relay!.DisposeAsync();
        await _cluster!.Drop(_database);
    }

    [Fact]
    public async Task A_signed_call_takes_one()
    {
        using var client = new ApiClient(_server!);
        var key = ApiClient.LongTerm(_server!.Admin.AccessKeyId, _server.Admin.SecretAccessKey);
        async Task Call() => Assert.Equal(200, (await client.Post("sts:GetCallerIdentity", key)).Status);
        await Call();

        Assert.Equal(1, await Counted(Call));
        Assert.Equal(10, await Counted(async () =>
        {
            for (var i = 0; i < 10; i++)
                await Call();
        }));
    }

    [Fact]
    public async Task A_signed_read_about_a_user_takes_no_more_than_six()
    {
        using var client = new ApiClient(_server!);
        var key = ApiClient.LongTerm(_server!.Admin.AccessKeyId, _server.Admin.SecretAccessKey);
        async Task Call() => Assert.Equal(200, (await client.Post("iam:ListMFADevices", key, ("UserName", "admin"))).Status);
        await Call();

        Assert.InRange(await Counted(Call), 1, 6);
    }

    [Fact]
    public async Task A_question_of_another_service_takes_no_more_than_five_and_a_hundred_about_one_user_no_more()
    {
        using var service = await AskingService.Of(_server!);
        const string Question = """{"subject":{"type":"user","id":"admin"},"action":{"name":"shop:Refund"},"resource":{"type":"order","id":"17"}""";
        async Task Ask(string more) => Assert.Equal(200, (await service.Post(AskingService.Evaluations, Question + more + "}")).Status);
        await Ask("");

        var one = await Counted(() => Ask(""));
        Assert.InRange(one, 1, 5);
        Assert.Equal(one, await Counted(() => Ask($",\"evaluations\":[{string.Join(',', Enumerable.Repeat("{}", 100))}]")));
    }

    [Fact]
    public async Task A_sign_in_with_password_and_code_takes_six()
    {
        var user = await _server!.AddUser("anna");
        await _server.AsAdmin(new CreateLoginProfile.Request("anna", Passwords.First));
        var phone = await _server.AddDevice("anna");
        await SignIn(new Browser(_server), phone);
        _server.Clock.Advance(PhoneApp.Step);

        var counted = await Counted(() => SignIn(new Browser(_server), phone));

        Assert.Equal(6, counted);
    }

    private static async Task SignIn(Browser browser, PhoneApp phone)
    {
        Assert.Equal(SignInStep.SecondFactor, await browser.Password("anna", Passwords.First));
        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(browser.Now)));
    }

    private async Task<long> Counted(Func<Task> work)
    {
        var before = _relay!.RoundTrips;
        await work();
        return _relay.RoundTrips - before;
    }
}
