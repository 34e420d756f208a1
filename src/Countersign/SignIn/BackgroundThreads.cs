using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Countersign.SignIn;

/// <summary>Threads of their own for long computing, which give way to everything else that wants a core.</summary>
/// <param name="count">How many, made when first needed.</param>
internal sealed class BackgroundThreads(int count) : IDisposable
{
    // Of 20 steps of politeness: with nothing else to do they have the whole core, beside a busy one about a tenth.
    private const int Nice = 10;
    private const int OfThisThread = 0;

    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>();
    private int _made;

    /// <summary>Computes something; what it throws comes to whoever waits.</summary>
    public Task<T> Run<T>(Func<T> compute)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Writer.TryWrite(() =>
        {
            try
            {
                done.SetResult(compute());
            }
#pragma warning disable CA1031 // whoever waits gets it
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        });
        if (Volatile.Read(ref _made) < count && Interlocked.Increment(ref _made) <= count)
            new Thread(Work) { IsBackground = true, Name = "hashing" }.Start();
        return done.Task;
    }

    public void Dispose() => _work.Writer.TryComplete();

    private void Work()
    {
        GiveWay();
        while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_work.Reader.TryRead(out var work))
                work();
        }
    }

    // Linux gives each thread a niceness of its own; elsewhere it would be the whole process's, and the runtime can do it.
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = setpriority(which: 0, OfThisThread, Nice);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
#pragma warning disable SYSLIB1054, IDE1006 // no string, no array: there is nothing to generate; the name is the C library's
    private static extern int setpriority(int which, uint who, int priority);
#pragma warning restore SYSLIB1054, IDE1006
}
