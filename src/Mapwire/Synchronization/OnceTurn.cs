namespace Mapwire;

/// <summary>What <see cref="SharedOnce"/> gives who enters: the work is this one's to do, or done.</summary>
/// <remarks>Who is to do it calls <see cref="Complete"/> in the end; disposing without that gives the work to the next. It belongs to no thread.</remarks>
public readonly record struct OnceTurn : IDisposable
{
    private readonly OnceCore? _once;
    private readonly long _ticket;

    internal OnceTurn(OnceCore once, long ticket, bool isMine)
    {
        _once = once;
        _ticket = ticket;
        IsMine = isMine;
    }

    /// <summary>Whether the work is to be done by who entered; false: it is done.</summary>
    public bool IsMine { get; }

    /// <summary>Whether somebody began the work before, and died, failed or gave up in the middle of it.</summary>
    public bool IsRetry => IsMine && OnceCore.IsUnfinished(_ticket);

    /// <summary>Says that the work is done: all who wait go on, and nobody will do it again.</summary>
    /// <exception cref="SynchronizationLockException">The work was not this one's to do, or this turn is over already.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed, which gave the work to the next.</exception>
    public void Complete()
    {
        if (!IsMine || !_once!.TryLeave(_ticket, done: true))
        {
            throw Throw.NotHeld(_once?.Name ?? "The work of a SharedOnce");
        }
    }

    /// <summary>Gives the work to the next, unless it was completed.</summary>
    public void Dispose()
    {
        if (IsMine)
        {
            _once!.GiveUpIfMine(_ticket);
        }
    }
}
