using Mapwire.Platform;

namespace Mapwire;

/// <summary>Notices for one participant when another dies or joins, from the first time that somebody here has to wait.</summary>
/// <remarks>
/// Look: 1 bell = Waits   2 ask the kernel to tell of the end of everybody in the table   3 recover who is dead already   4 wait for the bell; if it was rung
/// meanwhile: from 1   5 wake everybody who sleeps here, for somebody may have died between ringing a bell and waking its waiter. Who joins makes its slot Live and rings then, so it is either seen in 2 or heard in 4.
/// Look is done again when the bell rings and when the kernel tells of an end.
/// </remarks>
internal sealed class RegionWatch : IBellSleeper, IDisposable
{
    private readonly Region _region;
    private readonly PeerWatch _peers;
    private BellWait? _wait;
    private volatile bool _isWatching;

    public RegionWatch(Region region)
    {
        _region = region;
        _peers = new PeerWatch(region.Slots.Locks, LookUnlessClosing);
    }

    private long MyBell => SlotTable.OffsetOf(_region.Slot) + SlotLayout.RosterBellOffset;

    public void BeginWait()
    {
        // A roster bell that was rung and not heard yet is heard here: who rang it may have stopped before it woke anybody.
        if (!_isWatching || Volatile.Read(ref _region.Int(MyBell)) != Bell.Sleeps)
        {
            Look();
        }

        _peers.BeginWait();
    }

    public void EndWait() => _peers.EndWait();

    void IBellSleeper.Woken() => LookUnlessClosing();

    public void Dispose()
    {
        if (_wait is not null)
        {
            WaiterThread.End(_wait);
        }

        _peers.Dispose();
    }

    private void LookUnlessClosing()
    {
        if (!_region.TryUse(out var use))
        {
            return;
        }

        using (use)
        {
            try
            {
                Look();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A damaged region, or a kernel that refuses: who waits must not wait for ever.
                _region.Contents.Fail(failure);
            }
        }
    }

    private void Look() => _region.Slots.Locks.Invoke(() =>
    {
        var offset = MyBell;
        var wait = _wait ??= new BellWait(_region.Bells, offset, _region.AddressOf(offset), this);
        _region.Bells.Prepare(offset);
        WaiterThread.End(wait);
        ref var bell = ref _region.Int(offset);
        do
        {
            _ = Interlocked.Exchange(ref bell, Bell.Waits);
            _peers.Set(_region.Slots.Others());
            _region.Slots.RecoverDead();
        }
        while (Interlocked.CompareExchange(ref bell, Bell.Sleeps, Bell.Waits) != Bell.Waits);
        WaiterThread.Begin(wait, Bell.Sleeps);
        _isWatching = true;
        _region.Contents.Rouse();
    });
}
