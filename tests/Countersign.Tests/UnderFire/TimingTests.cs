using System.Diagnostics;
using Countersign.Otp;
using Countersign.Tests.Advisories;
using Countersign.Tests.Identity;

namespace Countersign.Tests.UnderFire;

/// <summary>What <see cref="SameWorkTests"/> counts, by the clock: no refusal is told from another by how long it takes.</summary>
[Trait("Category", "Long")]
public sealed class TimingTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    /// <summary>What chance makes less often than this was no chance.</summary>
    private const double Chance = 0.001;

    private int _sources;

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task An_unknown_user_takes_as_long_as_a_wrong_password_to_two_parts_in_a_hundred()
    {
        var name = await server.Somebody();
        Func<Task<Func<Task>>> wrong = () => Try(name, 0);

        var (leak, pairs) = await Calibrated(300, wrong, () => Try(name, 2000));
        var unknown = await Comparison.Of(pairs, wrong, () => Try(server.NewName("nobody"), 0));

        output.WriteLine($"wrong password {unknown} (unknown user)");
        output.WriteLine($"wrong password {leak} (leak of 2 ms)");
        Assert.True(Seen(leak), $"A leak of 2 ms was not seen: {leak}");
        Assert.False(Seen(unknown), $"A user there is not is told from one there is: {unknown}");
    }

    [Fact]
    public async Task A_code_nearly_right_or_used_takes_as_long_as_any_wrong_one_to_two_parts_in_a_hundred()
    {
        var (name, phone) = await server.Enrolled();
        var device = (await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, phone.Serial.Value)))!;
        var browser = await server.Pending(name);
        var used = phone.CodeAt(Now);
        await browser.Code(used);
        browser = await server.Pending(name);
        var wrong = phone.WrongCodeAt(Now);
        var right = new Phone(phone.Base32Key).CodeAt(Now + PhoneApp.Step);
        var nearly = Enumerable.Range(0, 10).Select(digit => Parse(right[..^1] + (char)('0' + digit)))
            .First(code => Enumerable.Range(-2, 6).All(step => phone.CodeAt(Now + step * PhoneApp.Step) != code));

        var (leak, pairs) = await Calibrated(1000, () => Code(wrong, 0), () => Code(wrong, 200));
        var near = await Comparison.Of(pairs, () => Code(wrong, 0), () => Code(nearly, 0));
        var again = await Comparison.Of(pairs, () => Code(wrong, 0), () => Code(used, 0));

        output.WriteLine($"wrong code {near} (five digits right)");
        output.WriteLine($"wrong code {again} (used)");
        output.WriteLine($"wrong code {leak} (leak of 200 µs)");
        Assert.True(Seen(leak), $"A leak of 200 µs was not seen: {leak}");
        Assert.All([near, again], (Comparison other) => Assert.False(
            Seen(other), $"A code is told from another: {other}"));

        async Task<Func<Task>> Code(OneTimeCode code, int leaked)
        {
            await server.Database.Write(async store =>
            {
                await store.AttemptCounters.Clear(device.AccountId, Attempt.OfDevice(device.DeviceId));
                await store.AttemptCounters.Clear(device.AccountId, Attempt.OfUser(device.UserId!));
                return Nothing.Value;
            }, TestContext.Current.CancellationToken);
            return async () =>
            {
                await Refused.By(() => browser.Code(code));
                Spin(leaked);
            };
        }
    }

    // As many pairs as it takes to see a leak on this machine, on this day: as many are asked about what must not be seen.
    private static async Task<(Comparison Leak, int Pairs)> Calibrated(int pairs, Func<Task<Func<Task>>> one, Func<Task<Func<Task>>> leaking)
    {
        var leak = await Comparison.Of(pairs, one, leaking);
        for (var doubled = 0; !Seen(leak) && doubled < 3; doubled++)
            leak = await Comparison.Of(pairs *= 2, one, leaking);
        return (leak, pairs);
    }

    /// <summary>More than two parts in a hundred, and more than chance makes once in a thousand cases.</summary>
    private static bool Seen(Comparison comparison) =>
        comparison.Chance <= Chance && Math.Abs(comparison.Difference) > 0.02 * comparison.One;

    // From another address each time, so that nobody has to wait.
    private Task<Func<Task>> Try(string name, int leaked)
    {
        var source = $"2001:db8:{_sources++:x}::1";
        return Task.FromResult<Func<Task>>(async () =>
        {
            await Refused.By(() => new Browser(server, source).Password(name, Passwords.Second));
            Spin(leaked);
        });
    }

    private static OneTimeCode Parse(string digits)
    {
        Assert.True(OneTimeCode.TryParse(digits, out var code));
        return code;
    }

    private static void Spin(int microseconds)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMicroseconds < microseconds)
            Thread.SpinWait(10);
    }
}
