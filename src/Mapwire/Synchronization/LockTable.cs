using System.Globalization;
using System.Text.Unicode;

namespace Mapwire;

/// <summary>The locks of a region: their directory, and what becomes of them when a participant dies.</summary>
/// <remarks>Entries are made under the mutex that is entry 0, and become visible whole: IsReady is written last. A kill before that leaves an entry that is still free.</remarks>
internal sealed class LockTable : RegionContents
{
    private readonly Region _region;
    private readonly LockCore?[] _cores;
    private readonly Lock _gate = new();
    private Exception? _closed;

    public LockTable(Region region)
    {
        _region = region;
        ref readonly var body = ref region.View.ReadOnlyAt<LocksLayout>(region.Header.BodyOffset);
        var count = body.EntryCount;
        IsShared = body.IsShared != 0;
        var most = Math.Min(LocksLayout.MostEntries, (region.Header.BodySize - LocksLayout.HeaderSize) / LockEntryLayout.EntrySize);
        _cores = count >= 1 && count <= most
            ? new LockCore?[count]
            : throw region.Damage("number of lock entries", Text(count), $"1 to {Text(most)}");
        if (CoreOf(0) is not { } first || (IsShared && first is not MutexCore))
        {
            throw region.Damage("first lock", CoreOf(0)?.Entry.Kind.ToString() ?? "not there", IsShared ? nameof(LockKind.Mutex) : "there");
        }
    }

    /// <summary>Whether it may hold several locks; else it is one lock, which has the region's name.</summary>
    public bool IsShared { get; }

    /// <summary>The shape of a region that is one lock.</summary>
    public static RegionShape ShapeOfOne(LockSpec spec, int slots) => new(
        RegionKind.Locks, 0, LocksLayout.HeaderSize + LockEntryLayout.EntrySize + LockLayout.SizeOf(spec.Kind, spec.Count, slots));

    /// <summary>The shape of a region that has room for several.</summary>
    public static RegionShape ShapeOfMany(long capacity, int slots)
    {
        var guard = LockLayout.SizeOf(LockKind.Mutex, 0, slots);
        var entries = EntriesFor(capacity, slots);
        return new(RegionKind.Locks, 0, checked(LocksLayout.HeaderSize + ((long)entries * LockEntryLayout.EntrySize) + guard + ((capacity + 127) / 128 * 128)));
    }

    public static int EntriesFor(long capacity, int slots) =>
        1 + (int)Math.Clamp(capacity / LockLayout.SizeOf(LockKind.Mutex, 0, slots), 1, LocksLayout.MostEntries - 1);

    /// <summary>Writes a new body whose first lock is ready.</summary>
    public static void Fill(MapView view, long body, int entries, bool isShared, LockSpec first, int slots)
    {
        view.At<LocksLayout>(body) = new LocksLayout { EntryCount = entries, IsShared = isShared ? 1 : 0 };
        var offset = body + LocksLayout.HeaderSize + ((long)entries * LockEntryLayout.EntrySize);
        var entry = new LockEntry(string.Empty, first.Kind, offset, LockLayout.SizeOf(first.Kind, first.Count, slots), first.Count);
        Write(view, body + LocksLayout.HeaderSize, entry, first.Word);
    }

    /// <summary>The lock of an entry; null while there is none.</summary>
    public LockCore? CoreOf(int index)
    {
        if (Volatile.Read(ref _cores[index]) is { } known)
        {
            return known;
        }

        var entry = LockEntryReader.Read(_region, index, _cores.Length);
        if (entry is null)
        {
            return null;
        }

        lock (_gate)
        {
            return _cores[index] ??= Make(entry);
        }
    }

    /// <summary>The lock of a name.</summary>
    public LockCore? Find(string name)
    {
        for (var index = IsShared ? 1 : 0; index < _cores.Length; index++)
        {
            if (CoreOf(index) is not { } core)
            {
                return null;
            }

            if (core.Entry.Name == name)
            {
                return core;
            }
        }

        return null;
    }

    /// <summary>Makes a lock, or finds the one that has the name.</summary>
    public LockCore MakeOrFind(string name, LockSpec spec, out bool made)
    {
        if (Find(name) is { } known)
        {
            made = false;
            return known;
        }

        var guard = (MutexCore)CoreOf(0)!;

        // Who died in here left a free entry, so the next one need not care.
        using (var hold = guard.TryAcquire(out var free) ? free : guard.Line.Wait())
        {
            if (hold.IsAbandoned)
            {
                hold.MarkRepaired();
            }

            if (Find(name) is { } existing)
            {
                made = false;
                return existing;
            }

            made = true;
            return Add(name, spec);
        }
    }

    public override void Recover(int slot, bool died)
    {
        for (var index = 0; index < _cores.Length; index++)
        {
            try
            {
                if (CoreOf(index) is not { } core)
                {
                    return;
                }

                core.Recover(slot, died);
            }
            catch (InvalidRegionException)
            {
                // A lock that somebody wrote over must not keep the others from their own; whoever uses it finds out.
            }
        }
    }

    public override void Close(Exception reason) => ForEachKnown(core => core.Close(reason), reason);

    public override void Fail(Exception reason) => ForEachKnown(core => core.Fail(reason), reason);

    public override void Rouse()
    {
        foreach (var core in _cores)
        {
            core?.Rouse();
        }
    }

    /// <summary>Forgets a lock that this participant no longer has open, so that it can open it again.</summary>
    public void Forget(LockCore core)
    {
        lock (_gate)
        {
            _cores[Array.IndexOf(_cores, core)] = null;
        }
    }

    private LockCore Add(string name, LockSpec spec)
    {
        var end = _region.Header.BodyOffset + LocksLayout.HeaderSize + ((long)_cores.Length * LockEntryLayout.EntrySize);
        var index = 0;
        for (; index < _cores.Length && CoreOf(index) is { } core; index++)
        {
            end = Math.Max(end, core.Entry.Offset + core.Entry.Size);
        }

        var size = LockLayout.SizeOf(spec.Kind, spec.Count, _region.Header.SlotCount);
        var left = _region.Header.Size - end;
        if (index == _cores.Length || left < size)
        {
            throw new InvalidOperationException(
                $"{_region.Name} has no room for the lock '{name}': wanted {Text(size)} bytes, left {Text(left)}, and {Text(_cores.Length - index)} free entries of {Text(_cores.Length)}. Create the region with more Capacity.");
        }

        Write(_region.View, LockEntryReader.OffsetOf(_region.Header, index), new LockEntry(name, spec.Kind, end, size, spec.Count), spec.Word);
        return CoreOf(index)!;
    }

    private static void Write(MapView view, long offset, LockEntry entry, long word)
    {
        view.At<LockLayout>(entry.Offset).Word = word;
        var bytes = view.AsSpan(offset + LockEntryLayout.NameOffset, LockEntryLayout.MostNameBytes);
        bytes.Clear();
        _ = Utf8.FromUtf16(entry.Name, bytes, out _, out var written);
        ref var shared = ref view.At<LockEntryLayout>(offset);
        shared.Kind = (int)entry.Kind;
        shared.Offset = entry.Offset;
        shared.Size = entry.Size;
        shared.Count = entry.Count;
        shared.NameLength = written;

        // release: all of the entry comes before; pairs with the acquire in LockEntryReader
        Volatile.Write(ref shared.IsReady, 1);
    }

    private LockCore Make(LockEntry entry)
    {
        LockCore core = entry.Kind switch
        {
            LockKind.Mutex => new MutexCore(_region, entry),
            LockKind.Semaphore => new SemaphoreCore(_region, entry),
            LockKind.ManualResetEvent or LockKind.AutoResetEvent => new EventCore(_region, entry),
            LockKind.ReaderWriterLock => new ReaderWriterCore(_region, entry),
            LockKind.Barrier => new BarrierCore(_region, entry),
            _ => new OnceCore(_region, entry),
        };
        if (_closed is { } reason)
        {
            core.Fail(reason);
        }

        return core;
    }

    // Under the gate that a lock is made under: it is either known here, or learns the reason when it is made.
    private void ForEachKnown(Action<LockCore> action, Exception reason)
    {
        List<LockCore> known;
        lock (_gate)
        {
            _closed ??= reason;
            known = [.. _cores.OfType<LockCore>()];
        }

        known.ForEach(action);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
