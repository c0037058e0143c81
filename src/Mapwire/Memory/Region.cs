using System.Runtime.CompilerServices;
using Mapwire.Platform;

namespace Mapwire;

/// <summary>An open handle on a region: one participant, with a slot of its own.</summary>
/// <remarks>
/// Who takes part, who has died and what becomes of it is in <see cref="SlotTable"/>; who notices, in <see cref="RegionWatch"/>.
/// <code>
///   Close   1 it closes   2 no thread of the process uses it   3 nothing is lent: the slot is left, and then the view goes
///           3' something is lent: the contents part with what is not; the view goes, or once the last hold on it ends; then the slot is left through another view
/// </code>
/// What a participant has is another's once its slot is left. So what may still be written to through its view, from outside, has no way there by then.
/// </remarks>
internal sealed class Region : IDisposable
{
    private readonly SharedMap _map;
    private readonly MapView _view;
    private readonly Func<Region, RegionContents> _open;
    private readonly RegionWatch? _watch;
    private readonly int _number = Usage.NewNumber();
    private readonly Lock _closeGate = new();
    private RegionContents? _contents;
    private volatile bool _isClosing;
    private volatile bool _isLent;

    private Region(SharedMap map, MapView view, RegionHeader header, RegionOptions options, Func<Region, RegionContents> open)
    {
        _map = map;
        _view = view;
        _open = open;
        Header = header;
        Waiting = options.Waiting;
        var objects = RegionObjects.Of(map.Scope, header.Id, header.ReachesOthers);
        Bells = new Bells(objects);
        Slots = new SlotTable(this, new SlotLocks(map.Handle, objects));
        _watch = new RegionWatch(this);
    }

    // The same participant at another view, for what is left to do when its own has gone. Nothing is noticed or awaited by it.
    private Region(Region other, MapView view)
    {
        _map = other._map;
        _view = view;
        _open = other._open;
        Header = other.Header;
        Waiting = other.Waiting;
        Bells = other.Bells;
        Slots = new SlotTable(this, other.Slots.Locks, other.Slots.Mine);
    }

    public RegionHeader Header { get; }

    public SlotTable Slots { get; }

    /// <summary>The slot of this participant.</summary>
    public int Slot => Slots.Mine;

    public WaitStrategy Waiting { get; }

    public Bells Bells { get; }

    public MapView View => _view;

    public string Name => _map.Name;

    public RegionContents Contents => _contents!;

    /// <summary>Creates a region; others meet it with its header and whatever <paramref name="fill"/> writes, or not at all.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">What it is for.</param>
    /// <param name="options">How.</param>
    /// <param name="fill">Writes the body, given where it begins.</param>
    /// <param name="open">Makes this participant's side of the contents.</param>
    public static Region Create(string name, RegionShape shape, RegionOptions options, Action<MapView, long> fill, Func<Region, RegionContents> open)
    {
        SlotLocks.RequireSupported();
        var body = RegionHeader.BodyOffsetFor(options.MaxParticipants);
        var map = SharedMap.Create(name, checked(body + shape.BodySize), options.ForMap(), view =>
        {
            fill(view, body);
            RegionHeader.Write(view, shape, options.MaxParticipants, options.Security.ReachesOthers);
        });
        return TakePart(map, shape, options, open);
    }

    /// <summary>Opens a region; null where there is none.</summary>
    public static Region? TryOpen(string name, RegionShape shape, RegionOptions options, Func<Region, RegionContents> open)
    {
        SlotLocks.RequireSupported();
        return SharedMap.TryOpen(name, out var map, options.ForMap()) ? TakePart(map, shape, options, open) : null;
    }

    /// <summary>Keeps the region as it is while this thread works in it.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegionUse Use(int lockNumber = 0) => TryUse(out var use, lockNumber) ? use : throw Throw.HandleClosed(Name);

    /// <summary>The same, for who has nothing to do in a region that closes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryUse(out RegionUse use, int lockNumber = 0)
    {
        var usage = Usage.Begin(_number, lockNumber, out var before);
        if (_isClosing)
        {
            usage.End(before);
            use = default;
            return false;
        }

        use = new RegionUse(usage, before);
        return true;
    }

    /// <summary>A part of the view for somebody outside, who may still write or read there when the region closes.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    public Memory<byte> Lend(long offset, int length)
    {
        // No fence: Dispose makes one in every thread between its store of the one and its load of the other.
        _isLent = true;
        if (_isClosing)
        {
            throw Throw.HandleClosed(Name);
        }

        return _view.AsMemory(offset, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long Long(long offset) => ref _view.At<long>(offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Int(long offset) => ref _view.At<int>(offset);

    /// <summary>Where in this process a word lies, for sleeping on it.</summary>
    public nint AddressOf(long offset) => _view.Address + (nint)offset;

    /// <summary>Rings a bell; says whether somebody waits there.</summary>
    public bool TryRing(long bell)
    {
        if (!Bell.TryRing(ref Int(bell), out var mustWake))
        {
            return false;
        }

        if (mustWake)
        {
            Bells.Wake(bell, AddressOf(bell));
        }

        return true;
    }

    /// <summary>Rings a bell, and wakes its waiter even if it was rung before: who rang it may have died before it woke it.</summary>
    public void RingSurely(long bell)
    {
        if (!TryRing(bell) && Volatile.Read(ref Int(bell)) == Bell.Rung)
        {
            Bells.Wake(bell, AddressOf(bell));
        }
    }

    /// <summary>Somebody is about to sleep: from now on the deaths of other participants are noticed here.</summary>
    public void BeginWait() => _watch!.BeginWait();

    public void EndWait() => _watch!.EndWait();

    /// <summary>What to throw when a value in the region is one that no participant writes.</summary>
    public InvalidRegionException Damage(string field, string found, string expected) => Throw.Damaged(Name, field, found, expected);

    public void Dispose()
    {
        lock (_closeGate)
        {
            if (_isClosing)
            {
                return;
            }

            _isClosing = true;
        }

        var isLent = false;
        try
        {
            _contents!.Close(Throw.HandleClosed(Name));
            Usage.AwaitNoneInRegion(_number);
            isLent = _isLent || _contents.IsLent;
            if (isLent)
            {
                _contents.Part();
            }
            else
            {
                Slots.Leave();
            }
        }
        finally
        {
            CloseMap(isLent ? LeaveByAnotherView : null);
        }
    }

    private static Region TakePart(SharedMap map, RegionShape shape, RegionOptions options, Func<Region, RegionContents> open)
    {
        Region? region = null;
        MapView? view = null;
        try
        {
            view = map.CreateView(new MapViewOptions { Prefault = true });
            if (!RegionHeader.IsReady(view))
            {
                NamedMap.AwaitCreator(MapName.Parse(map.Name));
            }

            var header = RegionHeader.Read(view, map.Name);
            header.RequireShape(shape, map.Name);
            region = new Region(map, view, header, options, open);
            region._contents = open(region);
            region.Slots.Join(options.ParticipantName ?? AppDomain.CurrentDomain.FriendlyName);
            return region;
        }
        catch
        {
            if (region is null)
            {
                view?.Dispose();
                map.Dispose();
            }

            region?.CloseMap();
            throw;
        }
    }

    // What cannot be put in order here is put in order by others, as that of one that died, and they are told.
    private void LeaveByAnotherView()
    {
        Region? leaver = null;
        try
        {
            using var view = MapView.CreateOwn(_map.Handle, _map.Size);
            leaver = new Region(this, view);
            leaver._contents = _open(leaver);
            leaver.Slots.Leave();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No addresses for another view, or somebody wrote over the region.
            (leaver ?? this).Slots.Abandon();
            TellOthers();
        }
    }

    private void TellOthers()
    {
        try
        {
            using var view = MapView.CreateOwn(_map.Handle, Header.BodyOffset);
            new Region(this, view).Slots.RingOthers();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not even addresses for the table: whoever looks next finds it.
        }
    }

    private void CloseMap(Action? leave = null)
    {
        _isClosing = true;
        _watch?.Dispose();
        _view.DisposeThen(isOut =>
        {
            if (leave is not null && !isOut)
            {
                // The memory could not be taken from who may still write there. So nobody else is given it as long as this process lives, as if this had never been disposed of.
                return;
            }

            try
            {
                leave?.Invoke();
            }
            finally
            {
                Bells.Dispose();
                _map.Dispose();
            }
        });
    }
}
