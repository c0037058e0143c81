using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>One end of a queue's lanes: for one thread at a time, and safe against a close on another.</summary>
/// <remarks>
/// Enter and Leave stand around every step in the shared memory, and are plain loads and stores:
/// <code>
///   Enter   1 gate is Free, else refuse   2 gate = Inside   3 it is not closed, else Leave and refuse
///   Leave   gate = Free
///   Close   1 closed   2 a fence in every thread of the process   3 wait until the gate is not Inside
/// </code>
/// Either the store of Enter's 2 comes before the fence, and Close sees it in 3, or the load of Enter's 3 comes after it, and sees Close's 1.
/// </remarks>
internal abstract class LaneEnd(string name)
{
    private const int Free = 0;
    private const int Inside = 1;
    private const int Claimed = 2;
    private int _gate;
    private volatile bool _isClosed;

    public bool IsClosed => _isClosed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (_gate != Free)
        {
            ThrowRefused();
        }

        Volatile.Write(ref _gate, Inside);
        if (_isClosed)
        {
            ThrowClosed();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _gate, Free);

    /// <summary>Leaves with a claim open: until it is closed nobody enters but by <see cref="EnterClaim"/>.</summary>
    public void LeaveWithClaim() => Volatile.Write(ref _gate, Claimed);

    /// <summary>Enters to work at the open claim.</summary>
    public void EnterClaim()
    {
        if (_gate != Claimed)
        {
            ThrowRefused();
        }

        Volatile.Write(ref _gate, Inside);
        if (_isClosed)
        {
            ThrowClosed();
        }
    }

    /// <summary>Ends an open claim of which nothing is to be seen; what is closed stays so.</summary>
    public void DropClaim() => Interlocked.CompareExchange(ref _gate, Free, Claimed);

    /// <summary>Lets nobody in any more, and returns when nobody is inside.</summary>
    public void Close()
    {
        _isClosed = true;
        Interlocked.MemoryBarrierProcessWide();
        var wait = default(SpinWait);
        while (Volatile.Read(ref _gate) == Inside)
        {
            wait.SpinOnce();
        }
    }

    [DoesNotReturn]
    private void ThrowClosed()
    {
        Leave();
        throw Throw.HandleClosed(name);
    }

    [DoesNotReturn]
    private void ThrowRefused() => throw (_gate switch
    {
        _ when _isClosed => Throw.HandleClosed(name),
        Claimed => new InvalidOperationException($"This writer on {name} has an open claim. Publish or dispose it before the next write."),
        _ => new InvalidOperationException($"This handle on {name} is in use by another thread. A writer or reader is for one thread at a time; open one for each."),
    });
}
