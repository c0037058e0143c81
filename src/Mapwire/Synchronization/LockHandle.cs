using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mapwire;

/// <summary>An open lock: by its own name, with a region and a slot of its own, or in a region that is open already.</summary>
internal sealed class LockHandle<TCore> : IDisposable
    where TCore : LockCore
{
    private readonly LockTable _table;
    private readonly bool _ownsRegion;
    private int _isDisposed;

    private LockHandle(LockTable table, TCore core, bool ownsRegion)
    {
        _table = table;
        Core = core;
        _ownsRegion = ownsRegion;
    }

    public TCore Core { get; }

    public static LockHandle<TCore> Create(string name, LockSpec spec, RegionOptions? options)
    {
        options ??= new RegionOptions();
        var slots = options.MaxParticipants;
        var region = Region.Create(
            name,
            LockTable.ShapeOfOne(spec, slots),
            options,
            (view, body) => LockTable.Fill(view, body, 1, false, spec, slots),
            region => new LockTable(region));
        return OfOne(region, [spec.Kind]);
    }

    public static bool TryOpen(string name, LockKind[] kinds, RegionOptions? options, [NotNullWhen(true)] out LockHandle<TCore>? handle)
    {
        var region = Region.TryOpen(name, new RegionShape(RegionKind.Locks, 0, 0), options ?? new RegionOptions(), region => new LockTable(region));
        handle = region is null ? null : OfOne(region, kinds);
        return handle is not null;
    }

    public static LockHandle<TCore> Open(string name, LockKind[] kinds, RegionOptions? options) =>
        TryOpen(name, kinds, options, out var handle) ? handle : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    public static LockHandle<TCore> CreateOrOpen(string name, LockSpec spec, LockKind[] kinds, out bool created, RegionOptions? options)
    {
        while (true)
        {
            if (TryOpen(name, kinds, options, out var handle))
            {
                created = false;
                return handle;
            }

            try
            {
                created = true;
                return Create(name, spec, options);
            }
            catch (IOException failure) when (failure.HResult == Throw.AlreadyExistsCode)
            {
                // Somebody was faster, or stands in the way: opening tells which.
            }
        }
    }

    public static LockHandle<TCore> Create(SharedRegion region, string name, LockSpec spec)
    {
        ArgumentNullException.ThrowIfNull(region);
        RequireName(name);
        using var use = region.Region.Use();
        var core = region.Table.MakeOrFind(name, spec, out var made);
        return made
            ? Of(region, core, [spec.Kind])
            : throw new IOException($"The lock {name} already exists in {region.Name}.", Throw.AlreadyExistsCode);
    }

    public static LockHandle<TCore> Open(SharedRegion region, string name, LockKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(region);
        return TryOpen(region, name, kinds, out var handle)
            ? handle
            : throw new FileNotFoundException($"There is no lock {name} in {region.Name}.", name);
    }

    public static bool TryOpen(SharedRegion region, string name, LockKind[] kinds, [NotNullWhen(true)] out LockHandle<TCore>? handle)
    {
        ArgumentNullException.ThrowIfNull(region);
        RequireName(name);
        using var use = region.Region.Use();
        handle = region.Table.Find(name) is { } core ? Of(region, core, kinds) : null;
        return handle is not null;
    }

    public static LockHandle<TCore> CreateOrOpen(SharedRegion region, string name, LockSpec spec, LockKind[] kinds, out bool created)
    {
        ArgumentNullException.ThrowIfNull(region);
        RequireName(name);
        using var use = region.Region.Use();
        return Of(region, region.Table.MakeOrFind(name, spec, out created), kinds);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        if (_ownsRegion)
        {
            Core.Region.Dispose();
            return;
        }

        if (Core.Region.TryUse(out var use))
        {
            using (use)
            {
                try
                {
                    Core.Shut();
                }
                catch (InvalidRegionException)
                {
                    // A lock that somebody wrote over has nothing left to be put in order.
                }

                _table.Forget(Core);
            }
        }
    }

    private static LockHandle<TCore> OfOne(Region region, LockKind[] kinds)
    {
        try
        {
            var table = (LockTable)region.Contents;
            if (table.IsShared)
            {
                throw new InvalidRegionException(
                    region.Name, "contents", "a directory of locks", $"one {kinds[0]}", "Open it as a SharedRegion, and the lock in it by its own name.");
            }

            return new LockHandle<TCore>(table, Check(table.CoreOf(0), region.Name, kinds), ownsRegion: true);
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private static LockHandle<TCore> Of(SharedRegion region, LockCore found, LockKind[] kinds)
    {
        var core = Check(found, found.Name, kinds);
        return core.TryOpen()
            ? new LockHandle<TCore>(region.Table, core, ownsRegion: false)
            : throw new InvalidOperationException(
                $"The lock {core.Name} is open through this region already. A region's handle is one participant: share the object, or open the region once more.");
    }

    private static TCore Check(LockCore? core, string name, LockKind[] kinds) => core is TCore right && kinds.Contains(core.Entry.Kind)
        ? right
        : throw new InvalidRegionException(name, "kind of lock", core?.Entry.Kind.ToString() ?? "none", string.Join(" or ", kinds), "Open it as what it is.");

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Encoding.UTF8.GetByteCount(name) > LockEntryLayout.MostNameBytes)
        {
            throw new ArgumentException($"The name of a lock in a region has at most {LockEntryLayout.MostNameBytes} bytes in UTF-8: '{name}' has more.", nameof(name));
        }

        if (name.EnumerateRunes().Contains(Rune.ReplacementChar) && !name.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of a lock holds half of a surrogate pair, which is no character.", nameof(name));
        }
    }
}
