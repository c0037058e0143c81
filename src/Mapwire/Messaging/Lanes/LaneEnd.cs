using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>One end of a queue's lanes: for one thread at a time, and safe against a close on another.</summary>
/// <remarks>
/// Enter and Leave stand around every step in the shared memory, and are plain loads and stores:
/// <code>
///   Enter   1 gate is Free, else refuse   2 gate = Inside
///   Leave   gate = Free
///   Close   1 gate: Free -> Closed, or from 1   2 a fence in every thread of the process   3 gate is still Closed, else from 1
/// </code>
/// Who enters beside Close has either done its step 2 before the fence, and Close sees it in 3 and waits for its Leave, or reads the gate after it, and is refused.
/// </remarks>
internal abstract class LaneEnd(string name)
{
    private const int Free = 0;
    private const int Inside = 1;
    private const int Claimed = 2;
    private const int Closed = 3;
    private int _gate;

    /// <summary>Whether it is closed, or was at some moment while it is being closed.</summary>
    public bool IsClosed => Volatile.Read(ref _gate) == Closed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (_gate != Free)
        {
            ThrowRefused();
        }

        Volatile.Write(ref _gate, Inside);
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
    }

    /// <summary>Ends an open claim of which nothing is to be seen; what is closed stays so.</summary>
    public void DropClaim() => Interlocked.CompareExchange(ref _gate, Free, Claimed);

    /// <summary>Lets nobody in any more, and returns when nobody is inside.</summary>
    public void Close()
    {
        var wait = default(SpinWait);
        while (true)
        {
            var gate = Volatile.Read(ref _gate);
            if (gate != Inside && Interlocked.CompareExchange(ref _gate, Closed, gate) == gate)
            {
                Interlocked.MemoryBarrierProcessWide();
                if (Volatile.Read(ref _gate) == Closed)
                {
                    return;
                }
            }

            wait.SpinOnce();
        }
    }

    [DoesNotReturn]
    private void ThrowRefused() => throw (_gate switch
    {
        Closed => Throw.HandleClosed(name),
        Claimed => new InvalidOperationException($"This writer on {name} has an open claim. Publish or dispose it before the next write."),
        _ => new InvalidOperationException($"This handle on {name} is in use by another thread. A writer or reader is for one thread at a time; open one for each."),
    });
}
