using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>One end of a queue's lanes: for one thread at a time, and safe against a close on another.</summary>
/// <remarks>
/// Enter and Leave stand around every step in the shared memory. Close says that it closes, makes a fence in every thread of the process, and then waits until
/// nobody is inside: so Enter needs no fence of its own.
/// </remarks>
internal abstract class LaneEnd(string name)
{
    private const int Inside = 1;
    private const int Claimed = 2;
    private int _isInside;
    private volatile bool _isClosed;

    public bool IsClosed => _isClosed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (_isInside != 0)
        {
            ThrowShared();
        }

        Volatile.Write(ref _isInside, Inside);

        // No fence: Close makes one here, and then either this sees that it closes or Close sees that somebody is inside.
        if (_isClosed)
        {
            ThrowClosed();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _isInside, 0);

    /// <summary>Leaves with a claim open: until it is closed nobody enters but by <see cref="EnterClaim"/>.</summary>
    public void LeaveWithClaim() => Volatile.Write(ref _isInside, Claimed);

    /// <summary>Enters to work at the open claim.</summary>
    public void EnterClaim()
    {
        if (_isInside != Claimed)
        {
            ThrowShared();
        }

        Volatile.Write(ref _isInside, Inside);
        if (_isClosed)
        {
            ThrowClosed();
        }
    }

    /// <summary>Lets nobody in any more, and returns when nobody is inside.</summary>
    public void Close()
    {
        _isClosed = true;
        Interlocked.MemoryBarrierProcessWide();
        var wait = default(SpinWait);
        while (Volatile.Read(ref _isInside) == Inside)
        {
            wait.SpinOnce();
        }
    }

    [DoesNotReturn]
    private void ThrowShared() => throw (_isClosed ? Throw.HandleClosed(name) : new InvalidOperationException(_isInside == Claimed
        ? $"This writer on {name} has an open claim. Publish or dispose it before the next write."
        : $"This handle on {name} is in use by another thread. A writer or reader is for one thread at a time; open one for each."));

    [DoesNotReturn]
    private void ThrowClosed()
    {
        Leave();
        throw Throw.HandleClosed(name);
    }
}
