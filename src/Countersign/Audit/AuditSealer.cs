using System.Security.Cryptography;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Seals the events of the audit log into its chain, a moment after they were written: off the way of requests, one node at a time.</summary>
/// <remarks>
/// PostgreSQL gives out event numbers before it commits, so they come out of order and some never come: an event's place in the
/// chain is a number of its own, given here, and one that comes late has a later place.
/// </remarks>
internal sealed partial class AuditSealer(Database database, TimeProvider clock, ILogger<AuditSealer> log) : BackgroundService
{
    private const int PerBatch = 500;    // holds SQLite's only writer for some milliseconds

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GapsForgotten = TimeSpan.FromHours(1);    // no transaction lives that long

    private bool _hasFailed;

    /// <summary>Seals what waits.</summary>
    /// <returns>How many events.</returns>
    /// <exception cref="CryptographicException">The chain's key does not open.</exception>
    public async Task<int> Seal(CancellationToken cancellation = default)
    {
        var total = 0;
        while (await database.Read(store => store.AuditSeals.AreDue(), cancellation))    // an idle server writes nothing
        {
            var count = await database.WriteAlone(SealBatch, cancellation);
            if (count == 0)
                break;
            total += count;
        }

        return total;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TrySeal(CancellationToken.None);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrySeal(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync seals the rest
        }
    }

    private async Task TrySeal(CancellationToken cancellation)
    {
        try
        {
            await Seal(cancellation);
            _hasFailed = false;
        }
        catch (Exception e) when (e is StorageException or System.Data.Common.DbException or CryptographicException)
        {
            if (!_hasFailed)    // once, not every second
                Failed(log, e);
            _hasFailed = true;
        }
    }

    private async Task<int> SealBatch(Store store)
    {
        var now = clock.GetUtcNow();
        var (chain, head) = await Resume(store.AuditSeals);
        await store.AuditSeals.ForgetGaps(now - GapsForgotten);
        var late = await store.AuditSeals.Late(PerBatch);
        var next = await store.AuditSeals.After(head.LastSeq, PerBatch);
        if (late.Count + next.Count == 0)
            return 0;
        await FillGaps(store.AuditSeals, late);

        var (number, link, lastSeq) = (head.Number, head.Link, head.LastSeq);
        var seals = new List<AuditSeal>(late.Count + next.Count);
        foreach (var happened in late.Concat(next))
        {
            if (happened.EventSeq > lastSeq)
            {
                if (happened.EventSeq > lastSeq + 1)
                    await store.AuditSeals.AddGap(new AuditGap { FirstSeq = lastSeq + 1, LastSeq = happened.EventSeq - 1, SeenAt = now });
                lastSeq = happened.EventSeq;
            }

            var seal = new AuditSeal
            {
                Number = ++number,
                EventSeq = happened.EventSeq,
                EventId = happened.EventId,
                AtMs = happened.AtMs,
                SealedAt = now,
                Digest = chain.Digest(happened),
                Link = link,
            };
            link = chain.Link(link, seal);
            seals.Add(seal with { Link = link });
        }

        await store.AuditSeals.Add(seals, head with { Number = number, LastSeq = lastSeq, Link = link, Head = chain.Head(number, lastSeq, link) });
        return seals.Count;
    }

    // The head alone says what comes next: were it the last seal, cutting the end off would leave no trace.
    private async Task<(AuditChain Chain, AuditHead Head)> Resume(AuditSeals seals)
    {
        if (await seals.Head() is { } head)
        {
            var chain = new AuditChain(seals.OpenKey(head));
            return (chain, chain.Made(head) ? head : await BehindScar(seals, chain, head.KeySealed, isFirst: false));
        }

        var key = RandomNumberGenerator.GetBytes(AuditChain.Bytes);
        var fresh = new AuditChain(key);
        return (fresh, await BehindScar(seals, fresh, seals.SealKey(key), isFirst: true));
    }

    // Goes on behind what is left, so that what happens from now on is sealed; the seal that comes next says for ever that the head was lost.
    private async Task<AuditHead> BehindScar(AuditSeals seals, AuditChain chain, byte[] keySealed, bool isFirst)
    {
        var last = await seals.Last();
        isFirst &= last is null;
        if (!isFirst)
            HeadLost(log, last?.Number ?? 0);
        return new AuditHead
        {
            KeySealed = keySealed,
            Number = last?.Number ?? 0,
            LastSeq = await seals.LastSeq(),
            Link = isFirst ? AuditChain.Beginning : chain.Scar(last?.Link ?? AuditChain.Beginning),
            Head = [],
        };
    }

    private static async Task FillGaps(AuditSeals seals, IReadOnlyList<AuditEvent> late)
    {
        if (late.Count == 0)
            return;
        foreach (var gap in await seals.Gaps())
        {
            var first = gap.FirstSeq;
            var isFilled = false;
            var rest = new List<AuditGap>();
            foreach (var happened in late.Where(happened => happened.EventSeq >= gap.FirstSeq && happened.EventSeq <= gap.LastSeq))
            {
                if (happened.EventSeq > first)
                    rest.Add(gap with { FirstSeq = first, LastSeq = happened.EventSeq - 1 });
                (first, isFilled) = (happened.EventSeq + 1, true);
            }

            if (!isFilled)
                continue;
            if (first <= gap.LastSeq)
                rest.Add(gap with { FirstSeq = first });
            await seals.RemoveGap(gap);
            foreach (var part in rest)
                await seals.AddGap(part);
        }
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Error, Message = "The audit log could not be sealed")]
    private static partial void Failed(ILogger log, Exception e);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Critical, Message = "The head of the audit log's chain is gone or false: somebody changed the database. Sealing goes on behind number {Number}; see 'countersign audit verify'")]
    private static partial void HeadLost(ILogger log, long number);
}
