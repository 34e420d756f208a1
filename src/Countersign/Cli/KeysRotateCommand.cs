using System.CommandLine;
using System.Globalization;
using Countersign.Console;
using Countersign.Custody;
using Countersign.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Countersign.Cli;

/// <summary><c>countersign keys rotate</c>: new keys beside the running servers. Interrupted, it is run again.</summary>
internal static class KeysRotateCommand
{
    // Servers try for the writer's turn now and then: most of the time it must be free.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(15);

    // As the framework does it itself: by then every server has read the ring again, which it does once a day.
    private static readonly TimeSpan RingIsRead = TimeSpan.FromDays(2);
    private static readonly TimeSpan RingLasts = TimeSpan.FromDays(90);

    public static Command Build(TimeProvider clock)
    {
        var data = new Option<bool>("--data-keys") { Description = "Only the key of the secrets at rest; all that is sealed is sealed anew" };
        var session = new Option<bool>("--session-keys") { Description = "Only the key of temporary credentials" };
        var end = new Option<bool>("--end-sessions") { Description = "With the key of temporary credentials: those issued so far are refused from now on, not only when they are over" };
        var console = new Option<bool>("--console-keys") { Description = "Only the key of the console's cookies and forms" };
        var master = new Option<bool>("--master") { Description = "Only the master key. With several nodes, run \"keys new-master-key\" first" };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log" };
        var command = new Command("rotate", "Make new keys while the servers run: of data, sessions and console, unless an option says which.")
        {
            data, session, end, console, master, reason,
        };
        foreach (var option in Flags.OfDataFolder)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(end) && !result.GetValue(session) && new[] { data, console, master }.Any(result.GetValue))
                result.AddError("--end-sessions goes with --session-keys.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var all = !new[] { data, session, console, master }.Any(parsed.GetValue);
            await using var call = LocalCall.Open(parsed, clock, parsed.GetValue(reason));
            if (parsed.GetValue(master))
                await Master(call, cancellation);
            var request = new RotateKeys.Request(all || parsed.GetValue(data), all || parsed.GetValue(session), all || parsed.GetValue(console), parsed.GetValue(end));
            return request is not { Data: false, Session: false, Console: false } && !await Others(call, request, clock, cancellation) ? 1 : 0;
        });
        return command;
    }

    private static async Task Master(LocalCall call, CancellationToken cancellation)
    {
        var path = call.Database.Sealing.Source!.MasterKeyPath;
        MasterKey.Prepare(path);
        var done = await call.Run(new RotateMasterKey.Request(), cancellation);
        MasterKey.Adopt(path);
        await System.Console.Out.WriteLineAsync(
            $"{done.Wrapped} keys are wrapped with the new master key {path}. The one before is kept as {MasterKey.Previous(path)}: copies of the database from before today need it.");
    }

    /// <returns>False when something that is sealed does not open.</returns>
    private static async Task<bool> Others(LocalCall call, RotateKeys.Request request, TimeProvider clock, CancellationToken cancellation)
    {
        var made = await call.Run(request, cancellation);
        call.Database.Sealing.Refresh();
        if (made.SessionKeyId is { } session)
        {
            var before = request.EndSessions
                ? string.Create(CultureInfo.InvariantCulture, $"Those issued so far are refused, within {Sealing.Freshness.TotalSeconds:0} seconds by every server.")
                : string.Create(CultureInfo.InvariantCulture, $"The one before opens its own for another {DataKeys.SessionOverlap.TotalHours:0} hours.");
            await System.Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Key {session} issues temporary credentials from now on. {before}"));
        }

        if (request.Console)
        {
            var from = MakeRingKey(call.Database, clock.GetUtcNow());
            await System.Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"A new key protects the console's cookies and forms from {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC on. Those before still open."));
        }

        if (made.DataKeyId is not { } data)
            return true;
        var (resealed, shut) = await KeyChange.Reseal(call.Database, () => Task.Delay(Rest, clock, cancellation), cancellation);
        await System.Console.Out.WriteLineAsync(
            $"Key {data} seals from now on, and {resealed} values are sealed anew with it. The one before is given up in an hour, by whichever server runs.");
        if (shut > 0)
            await System.Console.Error.WriteLineAsync($"countersign: {shut} values do not open, and are as they were: see countersign keys verify.");
        foreach (var id in await KeyChange.Retire(call.Database, clock.GetUtcNow(), cancellation))
            await System.Console.Out.WriteLineAsync($"Key {id} is retired.");
        return shut == 0;
    }

    /// <summary>Adds a key to the console's key ring.</summary>
    /// <returns>From when on it is used.</returns>
    internal static DateTimeOffset MakeRingKey(Database database, DateTimeOffset now)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new SealedKeyRing(database)));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IKeyManager>().CreateNewKey(now + RingIsRead, now + RingIsRead + RingLasts).ActivationDate;
    }
}
