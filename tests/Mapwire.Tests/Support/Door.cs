namespace Mapwire.Tests.Support;

/// <summary>A handle on a lock that lets one in at a time, whatever its kind.</summary>
internal abstract class Door : IDisposable
{
    /// <summary>Where it lives; who asks gets one more handle each time.</summary>
    public abstract IDisposable Handle { get; }

    public abstract bool TryEnter(out Key key);

    public abstract Key Enter();

    public abstract bool Enter(TimeSpan timeout, out Key key);

    public abstract ValueTask<Key> EnterAsync(CancellationToken cancellation = default);

    public void Dispose() => Handle.Dispose();
}

/// <summary>Who is in. Dispose lets go if it is still held; Release fails if it is not.</summary>
internal sealed record Key(Action Release, Action Leave) : IDisposable
{
    public void Dispose() => Leave();
}
