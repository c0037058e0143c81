using System.Diagnostics.CodeAnalysis;

namespace Mapwire;

/// <summary>A named region that holds several locks and signals, each with a name of its own in it.</summary>
/// <remarks>
/// <para>One open handle is one participant, however many locks it uses. A region lives as long as somebody holds it, a kill included,
/// as a <see cref="SharedMap"/> does.</para>
/// <para>A lock that was made in a region stays in it as long as the region lives; its room is not used again.</para>
/// <para>When a participant dies, the kernel says so, and whoever waits in the region or joins it puts right what the dead one left: its locks pass on, its permits come
/// back.</para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
public sealed class SharedRegion : IDisposable
{
    private SharedRegion(Region region)
    {
        Region = region;
        Table = (LockTable)region.Contents;
    }

    /// <summary>The full name with its prefix.</summary>
    public string Name => Region.Name;

    /// <summary>The most participants it has room for.</summary>
    public int MaxParticipants => Region.Header.SlotCount;

    internal Region Region { get; }

    internal LockTable Table { get; }

    /// <summary>Creates a region under a name that nobody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to create it; null for the defaults.</param>
    /// <returns>The region; dispose it to leave.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">Somebody holds the name (<see cref="Exception.HResult"/> is 0x800700B7), or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">The system or the folder's owner refuses.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedRegion Create(string name, RegionOptions? options = null)
    {
        options ??= new RegionOptions();
        var slots = options.MaxParticipants;
        return new SharedRegion(Region.Create(
            name,
            LockTable.ShapeOfMany(options.Capacity, slots),
            options,
            (view, body) => LockTable.Fill(view, body, LockTable.EntriesFor(options.Capacity, slots), true, new LockSpec(LockKind.Mutex), slots),
            region => new LockTable(region)));
    }

    /// <summary>Opens a region that somebody holds.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The region; dispose it to leave.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a region of that name.</exception>
    /// <exception cref="InvalidRegionException">What has the name is no region of locks that this version can use.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedRegion Open(string name, RegionOptions? options = null) =>
        TryOpen(name, out var region, options) ? region : throw Throw.NotFound(Platform.MapName.Parse(name).FullName);

    /// <summary>Opens a region if somebody holds it.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="region">The region, or null where nobody holds one of that name.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>Whether there was one. Everything but its absence is an exception, as in <see cref="Open"/>.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="InvalidRegionException">What has the name is no region of locks that this version can use.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static bool TryOpen(string name, [NotNullWhen(true)] out SharedRegion? region, RegionOptions? options = null)
    {
        var opened = Region.TryOpen(name, new RegionShape(RegionKind.Locks, 0, 0), options ?? new RegionOptions(), region => new LockTable(region));
        if (opened is { Contents: LockTable { IsShared: false } table })
        {
            try
            {
                var kind = table.CoreOf(0)?.Entry.Kind ?? LockKind.None;
                throw new InvalidRegionException(opened.Name, "contents", $"one {kind}", "a directory of locks", $"Open it as a {kind}.");
            }
            finally
            {
                opened.Dispose();
            }
        }

        region = opened is null ? null : new SharedRegion(opened);
        return region is not null;
    }

    /// <summary>Opens the region if somebody holds it, and creates it if nobody does.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="created">Whether this call created it. Of several who call at once exactly one is told so.</param>
    /// <param name="options">How to create or open it; null for the defaults.</param>
    /// <returns>The region; dispose it to leave.</returns>
    /// <exception cref="ArgumentException">The name or an option breaks a rule; the message says which.</exception>
    /// <exception cref="IOException">There is no room.</exception>
    /// <exception cref="InvalidRegionException">What has the name is no region of locks that this version can use.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static SharedRegion CreateOrOpen(string name, out bool created, RegionOptions? options = null)
    {
        while (true)
        {
            if (TryOpen(name, out var region, options))
            {
                created = false;
                return region;
            }

            try
            {
                created = true;
                return Create(name, options);
            }
            catch (IOException failure) when (failure.HResult == Throw.AlreadyExistsCode)
            {
                // Somebody was faster, or stands in the way: opening tells which.
            }
        }
    }

    /// <summary>Leaves the region. Waits in it end with <see cref="ObjectDisposedException"/>; locks that are still held are left as abandoned.</summary>
    public void Dispose() => Region.Dispose();
}
