using System.Globalization;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>A region opened to be looked at: read-only, without a slot, and without believing anything that it says.</summary>
internal sealed class RegionSight : IDisposable
{
    // What another program cuts short is then an exception, and not the end of this one.
    private static readonly MapViewOptions _options = new() { Prefault = true };
    private readonly SharedMap _map;
    private readonly SlotLocks _locks;

    private RegionSight(SharedMap map, MapView view, RegionHeader header)
    {
        _map = map;
        View = view;
        Header = header;
        _locks = new SlotLocks(map.Handle, RegionObjects.Of(map.Scope, header.Id, header.ReachesOthers));
    }

    public MapView View { get; }

    public RegionHeader Header { get; }

    public string Name => _map.Name;

    /// <summary>Opens a region; null where the map is none.</summary>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    /// <exception cref="InvalidRegionException">Its header says what cannot be.</exception>
    public static RegionSight? TryOpen(string name, MapOptions? options)
    {
        var map = SharedMap.OpenToLook(name, options ?? new MapOptions());
        MapView? view = null;
        try
        {
            if (IsRegion(map))
            {
                view = map.CreateView(_options);
                return new RegionSight(map, view, RegionHeader.Read(view, map.Name));
            }
        }
        catch
        {
            view?.Dispose();
            map.Dispose();
            throw;
        }

        map.Dispose();
        return null;
    }

    /// <summary>A slot's state: whether somebody has it, and how often somebody had it before.</summary>
    public uint State(int slot) => Volatile.Read(in Slot(slot).State);

    public static bool IsLive(uint state) => (state & SlotTable.Live) != 0;

    public ref readonly SlotLayout Slot(int slot) => ref View.ReadOnlyAt<SlotLayout>(SlotTable.OffsetOf(slot));

    /// <summary>Slots from this on have never been used, as the region says.</summary>
    public int Used => Volatile.Read(in View.ReadOnlyAt<RegionLayout>(0).SlotsUsed);

    public long Long(long offset) => Volatile.Read(in View.ReadOnlyAt<long>(offset));

    public int Int(long offset) => Volatile.Read(in View.ReadOnlyAt<int>(offset));

    /// <summary>Whether the kernel says that a slot's owner lives.</summary>
    public bool IsAlive(int slot) => _locks.IsTaken(slot);

    /// <summary>The number of entries in the directory of locks.</summary>
    /// <exception cref="InvalidRegionException">It cannot be.</exception>
    public int Entries()
    {
        var count = View.ReadOnlyAt<LocksLayout>(Header.BodyOffset).EntryCount;
        var most = Math.Min(LocksLayout.MostEntries, (Header.BodySize - LocksLayout.HeaderSize) / LockEntryLayout.EntrySize);
        return count >= 1 && count <= most
            ? count
            : throw Throw.Damaged(Name, "number of lock entries", Text(count), $"1 to {Text(most)}");
    }

    public int IsShared => View.ReadOnlyAt<LocksLayout>(Header.BodyOffset).IsShared;

    /// <summary>Who takes part.</summary>
    public List<Participant> Participants()
    {
        List<Participant> found = [];
        for (var slot = 0; slot < Header.SlotCount; slot++)
        {
            if (TryRead(slot) is { } participant)
            {
                found.Add(participant);
            }
        }

        return found;
    }

    public void Dispose()
    {
        View.Dispose();
        _map.Dispose();
    }

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // A plain map may be large, and full of holes that a look at all of it would fill.
    private static bool IsRegion(SharedMap map)
    {
        using var head = map.CreateView(0, Math.Min(map.Size, RegionLayout.HeaderSize), _options);
        if (!RegionHeader.IsReady(head))
        {
            NamedMap.AwaitCreator(MapName.Parse(map.Name));
        }

        return RegionHeader.IsRegion(head);
    }

    // Read until two readings agree: a slot may change hands meanwhile.
    private Participant? TryRead(int slot)
    {
        const int Looks = 8;
        Participant? last = null;
        for (var look = 0; look < Looks; look++)
        {
            var before = State(slot);
            if (!IsLive(before))
            {
                return null;
            }

            var now = Participant.Read(View, slot) with { IsAlive = IsAlive(slot) };
            if (now == last && State(slot) == before)
            {
                break;
            }

            last = now;
        }

        return last;
    }
}
