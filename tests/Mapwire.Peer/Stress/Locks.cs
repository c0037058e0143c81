namespace Mapwire.Peer.Stress;

/// <summary>The locks of the run, as one process has them open.</summary>
internal sealed class Locks : IDisposable
{
    private readonly Dictionary<int, SharedOnce> _onces = [];

    public Locks(string name)
    {
        Region = SharedRegion.Open(name + "-region");
        Mutexes = [SharedMutex.CreateOrOpen(Region, "first"), SharedMutex.CreateOrOpen(Region, "second"), SharedMutex.CreateOrOpen(name + "-mutex")];
        Semaphore = SharedSemaphore.CreateOrOpen(Region, "semaphore", Board.Permits);
        Both = SharedReaderWriterLock.CreateOrOpen(Region, "both");
        Signal = SharedEvent.CreateOrOpen(Region, "signal", EventResetMode.AutoReset);
        Barrier = SharedBarrier.CreateOrOpen(Region, "barrier", 1);
        Map = SharedMap.Open(name + "-board");
        View = Map.CreateView();
        Board = new Board(View);
    }

    public SharedRegion Region { get; }

    public SharedMutex[] Mutexes { get; }

    public SharedSemaphore Semaphore { get; }

    public SharedReaderWriterLock Both { get; }

    public SharedEvent Signal { get; }

    public SharedBarrier Barrier { get; }

    public Board Board { get; }

    private SharedMap Map { get; }

    private MapView View { get; }

    public SharedOnce Once(int number)
    {
        lock (_onces)
        {
            if (!_onces.TryGetValue(number, out var once))
            {
                _onces[number] = once = SharedOnce.CreateOrOpen(Region, "once-" + number);
            }

            return once;
        }
    }

    /// <summary>The state of a slot: another once its participant is gone.</summary>
    public uint State(int slot) => Volatile.Read(ref Region.Region.View.At<SlotLayout>(SlotTable.OffsetOf(slot)).State);

    public void Dispose()
    {
        foreach (var one in (IDisposable[])[.. Mutexes, Semaphore, Both, Signal, Barrier, .. _onces.Values, Region, View, Map])
        {
            one.Dispose();
        }
    }
}
