namespace Mapwire;

/// <summary>One permit acquired from a <see cref="SharedSemaphore"/>. Dispose it to give it back.</summary>
/// <remarks>It belongs to no thread: any code of this process may release it, once. A copy is the same permit.</remarks>
public readonly record struct SemaphoreHold : IDisposable
{
    private readonly SemaphoreCore? _semaphore;
    private readonly long _word;
    private readonly int _index;

    internal SemaphoreHold(SemaphoreCore semaphore, in Ticket ticket)
    {
        _semaphore = semaphore;
        _word = ticket.Word;
        _index = ticket.Index;
    }

    internal Ticket Ticket => new() { Word = _word, Index = _index };

    /// <summary>Gives the permit back.</summary>
    /// <exception cref="SynchronizationLockException">It was given back already, or never acquired: a semaphore never has more permits than it was made with.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore was disposed, which gave its permits back.</exception>
    public void Release()
    {
        if (_semaphore?.TryRelease(Ticket) != true)
        {
            throw Throw.NotHeld(_semaphore?.Name ?? "A permit of a semaphore");
        }
    }

    /// <summary>Gives the permit back if it is still held.</summary>
    public void Dispose() => _semaphore?.ReleaseIfHeld(Ticket);
}
