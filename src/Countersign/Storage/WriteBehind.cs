using System.Threading.Channels;

namespace Countersign.Storage;

/// <summary>Writes what no answer waits for (audit events of reads, last-used stamps) in batches, in order, behind the answers.</summary>
internal sealed partial class WriteBehind(Database database, TimeProvider clock, ILogger<WriteBehind> log) : BackgroundService
{
    private const int Capacity = 10_000;
    private const int PerBatch = 500;

    private readonly Channel<Func<Store, Task>> _queue = Channel.CreateBounded<Func<Store, Task>>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait });

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long the first of a batch waits for company: a commit costs as much as some fifty events.</summary>
    private static readonly TimeSpan Company = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<Func<Store, Task>> _batch = [];    // stays until it is written, however long the database is away

    private long _lost;

    /// <summary>How many wait to be written.</summary>
    public int Length => _queue.Reader.Count;

    /// <summary>How many were lost since the start, for want of room or because the database refused them.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Takes something to be written soon.</summary>
    public void Post(Func<Store, Task> write)
    {
        if (_queue.Writer.TryWrite(write))
            return;
        Interlocked.Increment(ref _lost);
        Full(log);
    }

    /// <summary>Writes what waits, now; what is being written already is written when this ends.</summary>
    public async Task Flush()
    {
        await _writing.WaitAsync();
        try
        {
            while (true)
            {
                while (_batch.Count < PerBatch && _queue.Reader.TryRead(out var next))
                    _batch.Add(next);
                if (_batch.Count == 0)
                    break;
                try
                {
                    await database.Write(async store =>
                    {
                        foreach (var write in _batch)
                            await write(store);
                        return Nothing.Value;
                    });
                }
                catch (System.Data.Common.DbException)
                {
                    Interlocked.Add(ref _lost, _batch.Count);
                    _batch.Clear();
                    throw;
                }

                _batch.Clear();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_batch.Count > 0 || await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                try
                {
                    if (_queue.Reader.Count < PerBatch)
                        await Task.Delay(Company, stoppingToken);
                    await Flush();
                }
                catch (StorageException e)
                {
                    Waiting(log, e.Message);
                    await Task.Delay(Pause, clock, stoppingToken);
                }
                catch (System.Data.Common.DbException e)
                {
                    Failed(log, e);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync writes the rest
        }
    }

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Audit events and last-used stamps wait to be written: {Reason}")]
    private static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Audit events or last-used stamps could not be written")]
    private static partial void Failed(ILogger log, Exception e);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "The queue of audit events and last-used stamps is full: one is lost")]
    private static partial void Full(ILogger log);
}
