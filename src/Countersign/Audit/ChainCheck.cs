using System.Globalization;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>Goes along the chain once, seal by seal, and says at the end what is wrong and where.</summary>
/// <remarks>
/// Each seal is held against its own event and against the link that stands before it, so damage in one place hides none in
/// another. What does not fit is remembered, within bounds, and explained when all of it has been seen: a seal whose true
/// predecessor stands elsewhere was moved; one that follows nothing was made without the key.
/// </remarks>
internal sealed class ChainCheck(AuditChain chain, AuditHead? head, IEnumerable<KeptHead> keptHeads)
{
    /// <summary>How many faults are told; the rest is counted.</summary>
    public const int Told = 1000;

    private const int Remembered = 200;    // explaining compares each with each

    private readonly bool _isHeadOurs = head is not null && chain.Made(head);
    private readonly ILookup<long, KeptHead> _kept = keptHeads.ToLookup(kept => kept.Number);
    private readonly HashSet<long> _keptSeen = [];
    private readonly List<AuditDamage> _damages = [];
    private readonly List<Misfit> _misfits = [];
    private readonly List<(AuditSeal Seal, string FoundId)> _swapped = [];
    private readonly List<AuditSeal> _missing = [];

    private AuditSeal? _last;
    private byte[] _link = AuditChain.Beginning;
    private long _misfitting;
    private long _unlikeEvents;
    private long _lastSeq;

    private enum Content
    {
        Good,
        Missing,
        Changed,
        Replaced,
    }

    /// <summary>Seals seen.</summary>
    public long Count { get; private set; }

    /// <summary>Events that are younger than the last sealing.</summary>
    public long NotYetSealed { get; private set; }

    /// <summary>Faults beyond the first <see cref="Told"/>.</summary>
    public long MoreDamages { get; private set; }

    public DateTimeOffset? First { get; private set; }
    public DateTimeOffset? Latest { get; private set; }

    /// <summary>Takes the next seal, in the order of their numbers, with the event that stands under its number.</summary>
    public void Take(AuditSeal seal, AuditEvent? happened)
    {
        Count++;
        First ??= At(seal.AtMs);
        Latest = At(seal.AtMs);
        _lastSeq = Math.Max(_lastSeq, seal.EventSeq);
        CheckKept(seal);

        var content = ContentOf(seal, happened);
        if (content != Content.Good)
            _unlikeEvents++;
        var before = _last?.Number ?? 0;
        var isNext = seal.Number == before + 1;
        var follows = AuditChain.Same(seal.Link, chain.Link(_link, seal));
        if (follows && !isNext)
            Tell(AuditDamageKind.SealChanged, seal.Number, null, $"The numbers jump from {before} to {seal.Number}, though no event is missing between them: the numbers were changed.");
        else if (!follows && AuditChain.Same(seal.Link, chain.Link(chain.Scar(_link), seal)))
            Tell(AuditDamageKind.HeadChanged, seal.Number, null, $"Before number {seal.Number} the record of where the chain ends was removed or forged; events may have been cut off behind number {before}.");
        else if (!follows && !isNext)
            Tell(AuditDamageKind.Removed, before + 1, null, $"{Numbers(before + 1, seal.Number - 1)} removed: events that happened between {Time(_last)} and {Time(seal)}.");

        if (follows || !isNext)
            Judge(seal, happened, content);
        else
            Remember(seal, happened, content);
        (_last, _link) = (seal, seal.Link);
    }

    /// <summary>Takes an event that no seal is for, after all seals.</summary>
    public void TakeUnsealed(AuditEvent happened, IReadOnlyList<AuditGap> gaps)
    {
        var reached = _isHeadOurs ? head!.LastSeq : _lastSeq;
        if (happened.EventSeq > reached || gaps.Any(gap => happened.EventSeq >= gap.FirstSeq && happened.EventSeq <= gap.LastSeq))
        {
            NotYetSealed++;
            return;
        }

        if (_missing.Find(seal => seal.EventId == happened.EventId) is { } seal)
        {
            _missing.Remove(seal);
            Tell(AuditDamageKind.Reordered, seal.Number, seal.EventId, $"{Name(seal)} was moved: its event_seq was {seal.EventSeq} and is {happened.EventSeq}.");
        }
        else
        {
            Tell(AuditDamageKind.Inserted, null, happened.EventId, $"Event {happened.EventId} of {Time(happened.AtMs)} (event_seq {happened.EventSeq}) has no seal, though later ones have: it was inserted, or its seal was removed.");
        }
    }

    /// <summary>What is wrong, in the order of numbers.</summary>
    public IReadOnlyList<AuditDamage> End()
    {
        if (Count >= 2 && _misfitting == Count && _unlikeEvents == Count)
        {
            _damages.Clear();
            MoreDamages = 0;
            Tell(AuditDamageKind.Rewritten, null, null, $"None of the {Count} seals was made with the key of this chain: the log was rewritten, or the key was replaced.");
            _misfits.Clear();
            _swapped.Clear();
            _missing.Clear();
        }

        ExplainSwapped();
        var isMiddleShort = ExplainMisfits();
        foreach (var seal in _missing)
            Tell(AuditDamageKind.Removed, seal.Number, seal.EventId, $"{Name(seal)} was removed.");
        CheckHead(isMiddleShort);
        foreach (var kept in _kept.SelectMany(group => group).Where(kept => kept.Number > 0 && !_keptSeen.Contains(kept.Number)))
            Tell(AuditDamageKind.NotTheKeptLog, kept.Number, null, $"The kept head {kept} has no event in this log: it was cut off, removed, or the log was begun anew.");
        return [.. _damages.OrderBy(damage => damage.Number ?? long.MaxValue)];
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static string Time(long ms) => At(ms).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Time(AuditSeal? seal) => seal is null ? "the beginning" : Time(seal.AtMs);

    private static string Name(AuditSeal seal) => string.Create(CultureInfo.InvariantCulture, $"Number {seal.Number}, event {seal.EventId} of {Time(seal.AtMs)},");

    private static string Numbers(long first, long last) => first == last
        ? string.Create(CultureInfo.InvariantCulture, $"Number {first} was")
        : string.Create(CultureInfo.InvariantCulture, $"Numbers {first} to {last} were");

    private void Tell(AuditDamageKind kind, long? number, string? eventId, FormattableString text)
    {
        if (_damages.Count < Told)
            _damages.Add(new AuditDamage(kind, number, eventId, text.ToString(CultureInfo.InvariantCulture)));
        else
            MoreDamages++;
    }

    private Content ContentOf(AuditSeal seal, AuditEvent? happened) =>
        happened is null ? Content.Missing
        : AuditChain.Same(seal.Digest, chain.Digest(happened)) ? Content.Good
        : happened.EventId == seal.EventId ? Content.Changed
        : Content.Replaced;

    private void CheckKept(AuditSeal seal)
    {
        foreach (var kept in _kept[seal.Number])
        {
            _keptSeen.Add(seal.Number);
            if (!AuditChain.Same(kept.Link.Span, seal.Link))
                Tell(AuditDamageKind.NotTheKeptLog, seal.Number, seal.EventId, $"Number {seal.Number} is not what the kept head {kept} says: the log up to there was rewritten.");
        }
    }

    // The seal stands where it belongs: what of its event?
    private void Judge(AuditSeal seal, AuditEvent? happened, Content content)
    {
        switch (content)
        {
            case Content.Missing when _missing.Count < Told:
                _missing.Add(seal);    // until it is known that it stands nowhere else
                break;
            case Content.Missing:
                Tell(AuditDamageKind.Removed, seal.Number, seal.EventId, $"{Name(seal)} was removed.");
                break;
            case Content.Replaced when _swapped.Count < Told:
                _swapped.Add((seal, happened!.EventId));
                break;
            case Content.Changed or Content.Replaced:
                Tell(AuditDamageKind.Changed, seal.Number, seal.EventId, $"{Name(seal)} was changed.");
                break;
        }
    }

    private void Remember(AuditSeal seal, AuditEvent? happened, Content content)
    {
        _misfitting++;
        if (_misfits.Count < Remembered)
            _misfits.Add(new Misfit(seal, happened, content, _link, chain.Link(_link, seal)));
        else
            Tell(AuditDamageKind.SealChanged, seal.Number, seal.EventId, $"{Name(seal)} does not follow number {seal.Number - 1}, or its seal is false.");
    }

    private void ExplainSwapped()
    {
        foreach (var (seal, foundId) in _swapped)
        {
            if (_swapped.Find(other => other.Seal.EventId == foundId).Seal is { } home)
                Tell(AuditDamageKind.Reordered, seal.Number, seal.EventId, $"{Name(seal)} was moved: in its place stands event {foundId}, which is number {home.Number}.");
            else
                Tell(AuditDamageKind.Changed, seal.Number, seal.EventId, $"{Name(seal)} was changed: in its place stands an event with the id {foundId}.");
        }
    }

    // Returns whether events are missing in the middle whose numbers were given to those behind them.
    private bool ExplainMisfits()
    {
        var missing = _isHeadOurs ? head!.Number - (_last?.Number ?? 0) : 0;
        var isMiddleShort = false;
        foreach (var misfit in _misfits)
            FindPredecessor(misfit);
        foreach (var misfit in _misfits)
        {
            var seal = misfit.Seal;
            if (misfit.Follows is { } other)
            {
                if (misfit.IsInPlaceOf && other != misfit && other.Follows is not null)
                    Tell(AuditDamageKind.Reordered, seal.Number, seal.EventId, $"{Name(seal)} was moved: its place was that of number {other.Seal.Number}.");
                Judge(seal, misfit.Happened, misfit.Content);
            }
            else if (misfit.IsSealReplaced || IsEventIntact(misfit) || IsHeadBehind(misfit))
            {
                Tell(AuditDamageKind.SealChanged, seal.Number, seal.EventId, $"{Name(seal)} has a false seal.");
                if (misfit.IsSealReplaced)
                    Judge(seal, misfit.Happened, misfit.Content);
            }
            else if (misfit.Content == Content.Good && IsLinkOurs(seal))
            {
                if (missing > 0)
                {
                    isMiddleShort = true;
                    Tell(AuditDamageKind.Removed, seal.Number, null, $"Before number {seal.Number}, event {seal.EventId} of {Time(seal)}, events were removed and the numbers closed up; {missing} are missing in all.");
                }
                else
                {
                    Tell(AuditDamageKind.SealChanged, seal.Number, seal.EventId, $"{Name(seal)} has a false seal, or does not follow number {seal.Number - 1}.");
                }
            }
            else if (IsLinkOurs(seal))
            {
                Tell(AuditDamageKind.Changed, seal.Number, seal.EventId, $"{Name(seal)} was changed, and its seal with it.");
            }
            else
            {
                Tell(AuditDamageKind.Inserted, seal.Number, seal.EventId, $"{Name(seal)} was inserted: its seal was made without the key.");
            }
        }

        return isMiddleShort;
    }

    private void FindPredecessor(Misfit misfit)
    {
        foreach (var other in _misfits)
        {
            bool Fits(ReadOnlySpan<byte> before) => AuditChain.Same(misfit.Seal.Link, chain.Link(before, misfit.Seal));
            if (other != misfit && Fits(other.Before))
                (misfit.Follows, misfit.IsInPlaceOf) = (other, true);
            else if (Fits(other.Seal.Link))
                misfit.Follows = other;
            else if (Fits(other.Computed))
                (misfit.Follows, other.IsSealReplaced) = (other, true);
            else
                continue;
            return;
        }
    }

    // The seal's own copies were changed, not the event.
    private bool IsEventIntact(Misfit misfit) =>
        misfit.Happened is { } happened && AuditChain.Same(misfit.Seal.Link, chain.Link(misfit.Before, misfit.Seal with
        {
            EventSeq = happened.EventSeq,
            EventId = happened.EventId,
            AtMs = happened.AtMs,
            Digest = chain.Digest(happened),
        }));

    private bool IsHeadBehind(Misfit misfit) =>
        _isHeadOurs && misfit.Seal.Number == head!.Number && AuditChain.Same(head.Link, misfit.Computed);

    // Something that this server made follows it.
    private bool IsLinkOurs(AuditSeal seal) =>
        (_isHeadOurs && AuditChain.Same(head!.Link, seal.Link))
        || (seal.Number < _last!.Number && !_misfits.Exists(misfit => misfit.Seal.Number == seal.Number + 1));

    private void CheckHead(bool isMiddleShort)
    {
        var last = _last?.Number ?? 0;
        if (head is null)
        {
            if (Count > 0)
                Tell(AuditDamageKind.HeadChanged, null, null, $"The record of where the chain ends is gone; events may have been cut off behind number {last}.");
        }
        else if (!_isHeadOurs)
        {
            Tell(AuditDamageKind.HeadChanged, null, null, $"The record of where the chain ends was forged; events may have been cut off behind number {last}.");
        }
        else if (last < head.Number && !isMiddleShort)
        {
            Tell(AuditDamageKind.CutOff, last + 1, null, $"{Numbers(last + 1, head.Number)} cut off the end, behind {Time(_last)}.");
        }
        else if (last >= head.Number && _damages.Count == 0 && !AuditChain.Same(head.Link, _link))
        {
            Tell(AuditDamageKind.HeadChanged, null, null, $"The record of where the chain ends says number {head.Number}, the seals go to {last}: it was replaced by an older one.");
        }
    }

    /// <summary>A seal that does not follow the one before it.</summary>
    private sealed record Misfit(AuditSeal Seal, AuditEvent? Happened, Content Content, byte[] Before, byte[] Computed)
    {
        /// <summary>Where its true predecessor was found.</summary>
        public Misfit? Follows { get; set; }

        /// <summary>It belongs where that one stands; else behind it.</summary>
        public bool IsInPlaceOf { get; set; }

        /// <summary>The next seal follows what this one's link should be.</summary>
        public bool IsSealReplaced { get; set; }
    }
}
