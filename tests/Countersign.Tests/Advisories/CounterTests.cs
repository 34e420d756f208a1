using Countersign.Mfa;
using Countersign.Otp;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.Identity;
using Countersign.Tests.SignIn;
using Countersign.Tests.UnderFire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Advisories;

/// <summary>Wrong tries are counted, whatever the factor, the door and the address, and nothing but a right one starts anew.</summary>
public sealed class CounterTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task CVE_2018_14657_and_caddy_security_271_wrong_codes_count_and_a_new_sign_in_brings_no_new_tries()
    {
        var (name, phone) = await server.Enrolled();
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            var browser = await server.Pending(name, $"198.51.100.{i + 1}");
            Assert.Null((await Refused.By(() => browser.Code(phone.WrongCodeAt(Now)))).RetryAfter);
        }

        var another = await server.Pending(name, "198.51.100.99");
        var right = phone.CodeAt(Now);

        Assert.NotNull((await Refused.By(() => another.Code(right))).RetryAfter);
        // Nor is there another door.
        Assert.NotNull((await Refused.By(() => server.Run(
            new AsUser(name), new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: right)))).RetryAfter);
    }

    [Theory]
    [InlineData("code of an app")]
    [InlineData("recovery code")]
    [InlineData("passkey")]
    public async Task CVE_2024_32868_wrong_tries_are_counted_for_every_kind_of_factor(string factor)
    {
        var user = await RecoveringUser.Make(server);
        var (owner, _) = await PasskeyUser.Enrolled(server);
        using var _ = owner;
        Func<Task> wrong = factor switch
        {
            "passkey" => () => owner.SignIn(use => use with { RpId = "evil.example" }),
            "recovery code" => async () => await (await user.Pending()).Recovery(RecoveryCode.Generate(RecoveryCodeKind.Own)),
            _ => async () => await (await user.Pending()).Code(user.Phone.WrongCodeAt(Now)),
        };
        Func<Task> right = factor switch
        {
            "passkey" => () => owner.SignIn(),
            "recovery code" => async () => await (await user.Pending()).Recovery(user.Codes[0]),
            _ => async () => await (await user.Pending()).Code(user.Phone.CodeAt(Now)),
        };

        for (var i = 0; i < Attempt.FreeTries; i++)
            Assert.Null((await Refused.By(wrong)).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(1), (await Refused.By(right)).RetryAfter);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await right();
    }

    [Fact]
    public async Task CVE_2026_8760_the_limit_sits_where_codes_are_judged_so_that_doors_share_it()
    {
        var (name, phone) = await server.Enrolled();
        var session = await AsConsole.Open(server, name);
        var doors = new List<Func<OneTimeCode, Task>>
        {
            async code => await (await server.Pending(name)).Code(code),
            code => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, code)),
            code => server.Run(session, new ProveAgain.Request(Passwords.First, code)),
        };
        using var judged = new JudgedCodes(server);

        for (var i = 0; i < 4 * Attempt.FreeTries; i++)
            await Refused.By(() => doors[i % doors.Count](phone.WrongCodeAt(Now)));
        foreach (var door in doors)
            Assert.NotNull((await Refused.By(() => door(phone.CodeAt(Now)))).RetryAfter);

        Assert.Equal(Attempt.FreeTries, judged.Count);
    }

    [Fact]
    public async Task CVE_2026_33640_twenty_addresses_at_once_guess_no_more_of_one_user_than_one_address()
    {
        var (name, phone) = await server.Enrolled();
        var browsers = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => server.Pending(name, $"198.51.100.{i}")));
        using var judged = new JudgedCodes(server);

        await Task.WhenAll(browsers.Select(browser => Task.Run(
            () => Refused.By(() => browser.Code(phone.WrongCodeAt(Now))), TestContext.Current.CancellationToken)));

        Assert.Equal(Attempt.FreeTries, judged.Count);
    }

    [Fact]
    public async Task CVE_2026_128332_the_counter_survives_the_right_password_and_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-restart-");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data"] = folder.FullName,
            ["Urls"] = "http://127.0.0.1:0",
        }).Build();
        PhoneApp phone;
        SignInWithPassword.Request password;
        await using (var first = await Server.Start(configuration, server.Clock, CancellationToken.None))
        {
            password = new SignInWithPassword.Request(first.FirstStart!.AccountId, "admin", Passwords.Of(first.FirstStart.Password));
            phone = new PhoneApp((await Run(first, new AsUser("admin"), new CreateVirtualMFADevice.Request("phone"))).VirtualMFADevice);
            await Run(first, new AsUser("admin"), new EnableMFADevice.Request("admin", phone.Serial, phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step)));
            server.Clock.Advance(2 * PhoneApp.Step);
            for (var i = 0; i < Attempt.FreeTries; i++)
            {
                var signIn = await Run(first, new NoProof(), password);
                await Refused.By(() => Run(first, new PendingProof(signIn.Token!), new SignInWithCode.Request(phone.WrongCodeAt(Now))));
            }
        }

        await using (var second = await Server.Start(configuration, server.Clock, CancellationToken.None))
        {
            var signIn = await Run(second, new NoProof(), password);
            Assert.NotNull((await Refused.By(
                () => Run(second, new PendingProof(signIn.Token!), new SignInWithCode.Request(phone.CodeAt(Now))))).RetryAfter);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task CVE_2026_9798_a_device_that_is_disabled_at_one_door_is_so_at_every_other_and_no_code_of_it_is_judged()
    {
        var (name, phone) = await server.Enrolled(Documents.AllowAll);
        var device = (await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, phone.Serial.Value)))!;
        await server.Database.Write(async store =>
        {
            await store.AttemptCounters.Fail(device.AccountId, Attempt.OfDevice(device.DeviceId), Now, Attempt.LockedAt);
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);
        server.Clock.Advance(TimeSpan.FromDays(1));
        var code = phone.CodeAt(Now);
        using var judged = new JudgedCodes(server);

        await Refused.By(async () => await (await server.Pending(name)).Code(code));
        await Refused.By(() => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, code)));
        var session = await AsConsole.Open(server, name);
        await Refused.By(() => server.Run(session, new ProveAgain.Request(Passwords.First, code)));
        await Refused.By(() => server.Run(session, new ResyncMFADevice.Request(name, phone.Serial, code, phone.CodeAt(Now + PhoneApp.Step))));
        Assert.Equal(0, judged.Count);

        await server.AsAdmin(new UnlockMFADevice.Request(name, phone.Serial));
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(code));
    }

    private static Task<T> Run<T>(Server at, IProof proof, IRequest<T> request) =>
        at.Services.GetRequiredService<Pipeline>().Run(proof, request, TestServer.Facts());
}
