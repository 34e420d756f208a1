using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Countersign.Fuzz;

/// <summary>Which branches an input took, counted by what SharpFuzz has woven into the assemblies under test.</summary>
/// <remarks>
/// The map and its use are American Fuzzy Lop's: a byte per pair of branches taken one after the other; how often counts in
/// eight classes, so that a loop is new at its second, third, fourth ... round, and not at every one.
/// </remarks>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private static readonly byte[] Classes = MakeClasses();

    private readonly byte* _map;
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Makes the map; before the first instrumented line runs, which would write to nowhere.</summary>
    public Coverage()
    {
        _map = (byte*)NativeMemory.AllocZeroed(Size);    // for as long as the process lives: its threads count into it
        Trace.SharedMem = _map;
    }

    /// <summary>How many pairs of branches were taken so far.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets what the last input did.</summary>
    public void Begin()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input went where none has been, or more often; from now on it is known.</summary>
    public bool End()
    {
        var isNew = false;
        var words = (ulong*)_map;
        for (var i = 0; i < Size / sizeof(ulong); i++)
        {
            if (words[i] == 0)
                continue;
            for (var at = i * sizeof(ulong); at < (i + 1) * sizeof(ulong); at++)
            {
                var taken = Classes[_map[at]];
                if ((taken & ~_seen[at]) == 0)
                    continue;
                if (_seen[at] == 0)
                    Edges++;
                _seen[at] |= taken;
                isNew = true;
            }
        }
        return isNew;
    }

    /// <summary>The pairs of branches that the last input took.</summary>
    public HashSet<int> Taken()
    {
        var taken = new HashSet<int>();
        for (var at = 0; at < Size; at++)
        {
            if (_map[at] != 0)
                taken.Add(at);
        }
        return taken;
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var count = 1; count < classes.Length; count++)
        {
            classes[count] = count switch
            {
                <= 3 => (byte)(1 << (count - 1)),
                < 8 => 8,
                < 16 => 16,
                < 32 => 32,
                < 128 => 64,
                _ => 128,
            };
        }
        return classes;
    }
}
