using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>One end of a queue's lanes: for one thread at a time, and safe against a close on another.</summary>
/// <remarks>
/// Enter and Leave stand around every step in the shared memory, and are plain loads and stores of one word: the place of the next record, which is not there while a thread is inside or a claim is open.
/// <code>
///   Enter   1 the gate is a place, else refuse   2 gate = Inside   3 it is not closed, else Leave and refuse
///   Leave   gate = the place of the next record
///   Close   1 closed   2 a fence in every thread of the process   3 wait until the gate is not Inside
/// </code>
/// Two threads at once are against the rules. Most often one finds the gate shut and is refused; who had seen the place before the other went on writes or takes there again.
/// Either the store of Enter's 2 comes before the fence, and Close sees it in 3, or the load of Enter's 3 comes after it, and sees Close's 1.
/// </remarks>
internal abstract unsafe class LaneEnd(string name)
{
    // No place is as high as these, so that one comparison tells that there is one, and that it lies before a limit.
    private const nint Inside = -1;
    private const nint Claimed = -2;

    // The place of the next record, or Inside, or Claimed.
    private nint _gate;
    private volatile bool _isClosed;

    public bool IsClosed => _isClosed;

    /// <summary>Whether a claim is open, for who has closed it.</summary>
    public bool HasClaim => Volatile.Read(ref _gate) == Claimed;

    /// <summary>Where the next record lies, as of the last <see cref="Enter"/>, or as it was set since. Who enters by <see cref="TryEnterBefore"/> leaves it as it was.</summary>
    protected byte* Place { get; set; }

    public void Enter()
    {
        TakePlace();
        Volatile.Write(ref _gate, Inside);
        if (_isClosed)
        {
            ThrowClosed();
        }
    }

    /// <summary>The same, for who has nothing to do in what is closed.</summary>
    public bool TryEnter()
    {
        if (_isClosed)
        {
            return false;
        }

        TakePlace();
        Volatile.Write(ref _gate, Inside);
        if (_isClosed)
        {
            Leave();
            return false;
        }

        return true;
    }

    public void Leave() => LeaveAt(Place);

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
    public void DropClaim() => Interlocked.CompareExchange(ref _gate, (nint)Place, Claimed);

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

    /// <summary>Enters if the next record lies before a limit, to leave with <see cref="LeaveAt"/>. Not where a thread is inside or a claim is open: <see cref="Enter"/> then tells which.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryEnterBefore(byte* limit, out byte* place)
    {
        place = (byte*)_gate;
        if (place >= limit)
        {
            return false;
        }

        Volatile.Write(ref _gate, Inside);
        if (_isClosed)
        {
            Place = place;
            ThrowClosed();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void LeaveAt(byte* place) => Volatile.Write(ref _gate, (nint)place);

    private void TakePlace()
    {
        var place = _gate;
        if (place is Inside or Claimed)
        {
            ThrowRefused();
        }

        Place = (byte*)place;
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
