using System.Diagnostics;
using System.Security.Cryptography;

namespace Countersign.Fuzz;

/// <summary>Fuzzes one target in this process, whose assemblies are instrumented, for a given time.</summary>
/// <remarks>
/// Inputs that reach new branches are kept and mutated further. A process that dies or hangs is the
/// <see cref="Overseer"/>'s: the input is in the black box.
/// </remarks>
internal sealed class Hunt
{
    private const int Energy = 64;

    private static readonly TimeSpan MinimisingTime = TimeSpan.FromSeconds(3);

    private readonly Target _target;
    private readonly Places _places;
    private readonly Coverage _coverage;
    private readonly BlackBox _blackBox;
    private readonly Randomness _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private TimeSpan _slowest;
    private long _executions;
    private long _mostAllocated;

    public Hunt(Target target, Places places, Coverage coverage, BlackBox blackBox, ulong seed)
    {
        _target = target;
        _places = places;
        _coverage = coverage;
        _blackBox = blackBox;
        _random = new Randomness(seed);
        _mutator = new Mutator(_random, target);
        _executions = blackBox.Executions;
    }

    /// <summary>Runs.</summary>
    /// <returns>What it came to.</returns>
    public Outcome Run(TimeSpan time)
    {
        Directory.CreateDirectory(_places.CollectedBy(_target));
        var began = Stopwatch.GetTimestamp();
        foreach (var input in _places.Known(_target).Concat(Collected()).ToList())
            Try(input, keep: false);
        if (_corpus.Count == 0)
            _corpus.Add([]);

        while (Stopwatch.GetElapsedTime(began) < time && _keys.Count < _target.MostFindings)
        {
            var input = Choose();
            for (var i = 0; i < Energy; i++)
                Try(_mutator.Mutate(input, _random.Of(_corpus)), keep: true);
        }

        return new Outcome(
            _executions, _corpus.Count, _coverage.Edges, _slowest.TotalMilliseconds, _mostAllocated,
            Process.GetCurrentProcess().PeakWorkingSet64, _files);
    }

    /// <summary>Writes the least inputs that reach every branch that is reached, small ones first.</summary>
    public void KeepLeast()
    {
        var reached = new List<(byte[] Input, HashSet<int> Taken)>();
        foreach (var input in _corpus.OrderBy(input => input.Length))
        {
            _coverage.Begin();
            _target.Read(input);
            reached.Add((input, _coverage.Taken()));
        }

        var lines = new List<string>();
        var missing = reached.SelectMany(each => each.Taken).ToHashSet();
        while (missing.Count > 0)
        {
            var (input, taken) = reached.MaxBy(each => (double)each.Taken.Count(missing.Contains) / (each.Input.Length + 16));
            missing.ExceptWith(taken);
            reached.RemoveAll(each => each.Input == input);
            lines.Add(Convert.ToBase64String(input));
        }
        Directory.CreateDirectory(_places.Vectors);
        File.WriteAllLines(_places.CorpusOf(_target), lines.Order(StringComparer.Ordinal));
    }

    private IEnumerable<byte[]> Collected() =>
        Directory.GetFiles(_places.CollectedBy(_target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    // Half of the time one of the newest: they are where something new has just begun.
    private byte[] Choose() => _random.Below(2) == 0
        ? _random.Of(_corpus)
        : _corpus[_corpus.Count - 1 - _random.Below(Math.Max(1, _corpus.Count / 8))];

    private void Try(byte[] input, bool keep)
    {
        var found = Execute(input);
        var isNew = _coverage.End();
        if (found is not null)
        {
            Report(found);
            return;
        }
        if (!isNew)
            return;
        _corpus.Add(input);
        if (keep)
            File.WriteAllBytes(Path.Combine(_places.CollectedBy(_target), Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 8))), input);
    }

    /// <summary>Reads an input once; what is too slow is read twice more: once code must be compiled.</summary>
    private Finding? Execute(byte[] input)
    {
        var (found, time) = Once(input);
        for (var again = 0; again < 2 && found is null && time > _target.TimeLimit; again++)
        {
            var (_, once) = Once(input);
            time = once < time ? once : time;
        }
        _slowest = found is null && time > _slowest ? time : _slowest;
        return found is null && time > _target.TimeLimit
            ? new Finding("slow", input, $"took {time.TotalMilliseconds:F0} ms, three times in a row")
            : found;
    }

    private (Finding? Found, TimeSpan Time) Once(byte[] input)
    {
        _blackBox.Write(++_executions, input);
        _coverage.Begin();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var began = ThreadClock.Now;
        try
        {
            _target.Read(input);
        }
#pragma warning disable CA1031 // whatever escapes from a reader is what is looked for
        catch (Exception escaped)
#pragma warning restore CA1031
        {
            return (Finding.Of(escaped, input), ThreadClock.Now - began);
        }

        var time = ThreadClock.Now - began;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _mostAllocated = Math.Max(_mostAllocated, allocated);
        try
        {
            _target.CheckAllocation(allocated, input.Length);
            return (null, time);
        }
        catch (BrokenPromiseException tooMuch)
        {
            return (new Finding("memory", input, tooMuch.Message), time);
        }
    }

    private void Report(Finding found)
    {
        if (!_keys.Add(found.Key))
            return;
        var least = Minimise(found);
        Directory.CreateDirectory(_places.FoundBy(_target));
        File.WriteAllBytes(Path.Combine(_places.FoundBy(_target), least.FileName), least.Input);
        _files.Add(least.FileName);
        System.Console.Error.WriteLine($"{_target.Name}: {least.FileName}, {least.Input.Length} bytes\n{least.Detail}");
    }

    /// <summary>Takes away whatever the finding does not need: stretches, ever shorter.</summary>
    private Finding Minimise(Finding found)
    {
        var began = Stopwatch.GetTimestamp();
        for (var length = found.Input.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= found.Input.Length;)
            {
                if (Stopwatch.GetElapsedTime(began) > MinimisingTime)
                    return found;
                byte[] shorter = [.. found.Input.AsSpan(0, at), .. found.Input.AsSpan(at + length)];
                if (Execute(shorter) is { } still && still.Key == found.Key)
                    found = still;
                else
                    at += length;
            }
        }
        return found;
    }
}

/// <summary>What fuzzing one target came to.</summary>
/// <param name="Executions">Inputs read.</param>
/// <param name="Corpus">Inputs that each reached something new.</param>
/// <param name="Edges">Pairs of branches taken one after the other.</param>
/// <param name="SlowestMs">The slowest input that was no finding.</param>
/// <param name="MostAllocated">The most bytes that one input allocated.</param>
/// <param name="PeakBytes">The process's greatest working set.</param>
/// <param name="Findings">Files in tests/vectors/fuzz.</param>
internal sealed record Outcome(
    long Executions, int Corpus, int Edges, double SlowestMs, long MostAllocated, long PeakBytes, IReadOnlyList<string> Findings);
