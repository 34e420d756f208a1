using Countersign.SignIn;

namespace Countersign.Storage;

/// <summary>Removes what has run out: sign-ins, sessions, unfinished enrolments, uploaded files, used challenges. Nothing relies on it: each is checked when it is used.</summary>
internal sealed partial class Sweeper(Database database, SignInOptions options, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PasswordTriesForgotten = TimeSpan.FromDays(1);

    /// <summary>Sweeps once.</summary>
    public async Task Sweep()
    {
        var now = clock.GetUtcNow();
        await database.Write(async store =>
        {
            await store.SignInAttempts.Sweep(now);
            await store.ConsoleSessions.Sweep(now - options.SessionLifetime, now - options.IdleLifetime);
            await store.MfaDevices.Sweep(now);
            await store.RecoveryCodes.Sweep(now);
            await store.SeedUploads.Sweep(now);
            await store.UsedChallenges.Sweep(now);
            await store.AttemptCounters.Sweep(now - PasswordTriesForgotten);
            return Nothing.Value;
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Sweep();
                }
                catch (Exception e) when (e is StorageException or System.Data.Common.DbException)
                {
                    Failed(log, e);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the server stops
        }
    }

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "What has run out could not be removed")]
    private static partial void Failed(ILogger log, Exception e);
}
