namespace Mapwire.Tests.Support;

/// <summary>A region seen as plain bytes, as another program could see it and write over it.</summary>
internal sealed class RegionBytes : IDisposable
{
    private readonly SharedMap _map;

    public RegionBytes(string name)
    {
        _map = SharedMap.Open(name);
        View = _map.CreateView();
    }

    public MapView View { get; }

    public ref RegionLayout Header => ref View.At<RegionLayout>(0);

    public int EntryCount => View.At<LocksLayout>(Header.BodyOffset).EntryCount;

    public long EntryOffset(int index) => Header.BodyOffset + LocksLayout.HeaderSize + ((long)index * LockEntryLayout.EntrySize);

    public ref LockEntryLayout Entry(int index) => ref View.At<LockEntryLayout>(EntryOffset(index));

    public ref SlotLayout Slot(int slot) => ref View.At<SlotLayout>(SlotTable.OffsetOf(slot));

    public ref long Word(int index) => ref View.At<long>(Entry(index).Offset);

    public ref CellLayout Cell(int index, int slot) =>
        ref View.At<CellLayout>(Entry(index).Offset + LockLayout.HeadSize + ((long)slot * CellLayout.CellSize));

    /// <summary>Waits until so many participants sleep at a lock.</summary>
    public void AwaitSleepers(int index, int count = 1) => Wait.Until(() =>
        Enumerable.Range(0, Header.SlotsUsed).Count(slot => Sleeps(index, slot)) >= count);

    /// <summary>Whether a participant sleeps at a lock.</summary>
    public bool Sleeps(int index, int slot) => Sleeps(ref Cell(index, slot).Bell) || Sleeps(ref Cell(index, slot).ReaderBell);

    public byte[] Copy() => View.ReadOnlySpan.ToArray();

    public void Dispose()
    {
        View.Dispose();
        _map.Dispose();
    }

    private static bool Sleeps(ref int bell) => (Volatile.Read(ref bell) | Bell.Starves) == (Bell.Sleeps | Bell.Starves);
}
