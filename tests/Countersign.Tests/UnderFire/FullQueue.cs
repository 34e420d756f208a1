using Countersign.SignIn;

namespace Countersign.Tests.UnderFire;

/// <summary>Passwords that take every slot of a server and every place in its queue, and are not done before they are let go.</summary>
internal sealed class FullQueue : IAsyncDisposable
{
    private readonly Queue<Task<PasswordHasher.Slot>> _places = new();

    public FullQueue(PasswordHasher hasher)
    {
        while (_places.Count < PasswordHasher.Queue)
            _places.Enqueue(hasher.Enter());
    }

    public async ValueTask DisposeAsync()
    {
        while (_places.TryDequeue(out var place))
            (await place).Dispose();    // which gives the slot to the next
    }
}
