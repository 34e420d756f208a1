namespace Countersign.Storage;

/// <summary>Learns each minute of keys that were made elsewhere, and carries a change of keys to its end when whoever began it did not.</summary>
internal sealed partial class KeyKeeper(Database database, TimeProvider clock, ILogger<KeyKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks once.</summary>
    public async Task Keep(CancellationToken cancellation)
    {
        database.Sealing.Refresh();
        var now = clock.GetUtcNow();
        var over = DataKeys.Over(await database.Read(store => store.DataKeys.All(), cancellation), now);
        if (over.Count == 0)
            return;
        if (over.Any(key => key.Purpose == WrappedKey.ForData))
        {
            var (_, shut) = await KeyChange.Reseal(database, () => Task.Delay(Rest, clock, cancellation), cancellation);
            if (shut > 0)
                Shut(log, shut);
        }

        foreach (var id in await KeyChange.Retire(database, now, cancellation))
            Retired(log, id);
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
                    await Keep(stoppingToken);
                }
                catch (Exception e) when (e is StorageException or StartupException or System.Data.Common.DbException or IOException or UnauthorizedAccessException)
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

    [LoggerMessage(EventId = 4010, Level = LogLevel.Error, Message = "Keys that were changed elsewhere could not be read")]
    private static partial void Failed(ILogger log, Exception e);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Error, Message = "{Count} sealed values do not open, so their key is kept: see countersign keys verify")]
    private static partial void Shut(ILogger log, int count);

    [LoggerMessage(EventId = 4012, Level = LogLevel.Information, Message = "Key {KeyId} is retired: nothing is sealed with it any more")]
    private static partial void Retired(ILogger log, int keyId);
}
