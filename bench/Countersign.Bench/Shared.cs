namespace Countersign.Bench;

/// <summary>Something dear that several goals look at: made when the first asks, gone when the run ends.</summary>
/// <param name="make">Makes it.</param>
internal sealed class Shared<T>(Func<T> make) : IDisposable
    where T : IDisposable
{
    private readonly Lazy<T> _value = new(make);

    public T Value => _value.Value;

    public void Dispose()
    {
        if (_value.IsValueCreated)
            _value.Value.Dispose();
    }
}
