using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mapwire;

/// <summary>Something in a region that one participant waits for, in one line or several.</summary>
internal abstract class Waitable(Region region)
{
    private readonly int _number = Usage.NewNumber();
    private readonly List<WaitLine> _lines = [];
    private volatile bool _isClosed;

    public Region Region => region;

    /// <summary>For messages: which one.</summary>
    public virtual string Name => region.Name;

    /// <summary>Puts right what a participant that died or leaves left half-done. May be repeated from its start.</summary>
    public abstract void Recover(int slot, bool died);

    /// <summary>Ends this participant's waits, and waits until the waiters are gone.</summary>
    public void Close(Exception reason) => _lines.ForEach(line => line.Close(reason));

    /// <summary>Ends this participant's waits.</summary>
    public void Fail(Exception reason) => _lines.ForEach(line => line.Fail(reason));

    /// <summary>Wakes this participant's waiters.</summary>
    public void Rouse() => _lines.ForEach(line => line.Rouse());

    /// <summary>Keeps it and its region as they are while this thread works in them.</summary>
    /// <exception cref="ObjectDisposedException">It, or the handle on its region, is closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegionUse Use()
    {
        if (!TryUse(out var use))
        {
            ThrowClosed();
        }

        return use;
    }

    /// <summary>The same, for who has nothing to do in what is closed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryUse(out RegionUse use)
    {
        if (!region.TryUse(out use, _number))
        {
            return false;
        }

        var isOpen = !_isClosed;
        if (!isOpen)
        {
            use.Dispose();
        }

        return isOpen;
    }

    /// <summary>Closes it, while the region stays open, and takes back what this participant has of it.</summary>
    public void Shut()
    {
        _isClosed = true;
        Close(Throw.HandleClosed(Name));
        Usage.AwaitNoneInLock(_number);
        Recover(region.Slot, died: false);
    }

    /// <summary>Makes a line of waiters for it.</summary>
    protected WaitLine<THold> NewLine<THold>(IGate<THold> gate)
    {
        var line = new WaitLine<THold>(this, gate);
        _lines.Add(line);
        return line;
    }

    [DoesNotReturn]
    private void ThrowClosed() => throw Throw.HandleClosed(Name);
}
