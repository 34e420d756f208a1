namespace Countersign.Fuzz;

/// <summary>One reader of what strangers send, and what it promises for any bytes.</summary>
/// <remarks>
/// A promise for all of them: an answer or the exception that the reader's docstring names, in bounded time and memory.
/// </remarks>
internal abstract class Target
{
    /// <summary>Its name on the command line and of its folder in tests/vectors/fuzz.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs that are good, and nearly good; each is run by the tests too.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Words of the format, which mutations put in.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>The longest input that is made, in bytes.</summary>
    public virtual int MaxLength => 4096;

    /// <summary>How many different findings end a run.</summary>
    public virtual int MostFindings => 20;

    /// <summary>The most time of a processor that an input may take; a finding takes more three times in a row.</summary>
    public virtual TimeSpan TimeLimit => TimeSpan.FromMilliseconds(250);

    /// <summary>The most bytes that reading an input of that length may allocate.</summary>
    public virtual long AllocationLimit(int length) => 8 * 1024 * 1024 + 4096L * length;

    /// <summary>Texts as seeds, in UTF-8.</summary>
    protected static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(System.Text.Encoding.UTF8.GetBytes);

    /// <summary>Reads an input.</summary>
    /// <exception cref="BrokenPromiseException">The reader answered what it must not.</exception>
    /// <exception cref="Exception">Anything else that escapes is a finding as well.</exception>
    public abstract void Read(byte[] input);

    /// <summary>Runs an input and fails when it allocates more than it may.</summary>
    public void Replay(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(input);
        CheckAllocation(GC.GetAllocatedBytesForCurrentThread() - before, input.Length);
    }

    /// <exception cref="BrokenPromiseException">It is more than allowed.</exception>
    public void CheckAllocation(long allocated, int length) =>
        Promise.That(allocated <= AllocationLimit(length), $"{allocated} bytes allocated for an input of {length}");
}
