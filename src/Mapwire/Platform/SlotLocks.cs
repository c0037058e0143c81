namespace Mapwire.Platform;

/// <summary>The kernel-kept locks that prove, slot by slot, who takes part in a region: one lives exactly as long as its holder.</summary>
/// <remarks>
/// Linux: a write lock on one byte of the region's file, held by the participant's own open file description.
/// Windows: a named mutex, owned by the one thread of this process that lives as long as the process.
/// Two handles of one process are two participants on every system.
/// </remarks>
internal sealed partial class SlotLocks
{
    private readonly MapHandle _map;
    private readonly string _prefix;
    private readonly bool _reachesOthers;
    private readonly Lock _gate = new();

    /// <param name="map">The region's map, held open while the locks are used.</param>
    /// <param name="identity">What tells the region from every other, and how its kernel objects are called.</param>
    public SlotLocks(MapHandle map, RegionObjects identity)
    {
        _map = map;
        _prefix = identity.Prefix;
        _reachesOthers = identity.ReachesOthers;
    }

    /// <summary>Says so where the system has no such locks.</summary>
    public static void RequireSupported()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(
                "Regions and locks need a lock on a byte of a file that belongs to an open file; this system's cannot be had beside the lock on its name yet. Maps work.");
        }
    }

    /// <summary>Does what needs slot locks where they can be taken and dropped; one such action at a time.</summary>
    public void Invoke(Action action)
    {
        if (OperatingSystem.IsWindows())
        {
            LifeThread.Invoke(action);
            return;
        }

        lock (_gate)
        {
            action();
        }
    }

    /// <summary>Takes a slot's lock if nobody has it; within <see cref="Invoke"/>.</summary>
    public bool TryTake(int slot) => OperatingSystem.IsWindows() ? Windows.TryTake(this, slot) : Linux.TryTake(this, slot);

    /// <summary>Drops a lock that was taken; within <see cref="Invoke"/>.</summary>
    public void Drop(int slot)
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Drop(this, slot);
        }
        else
        {
            Linux.Drop(this, slot);
        }
    }

    /// <summary>Whether somebody else holds a slot's lock; disturbs nobody, and may be asked from anywhere.</summary>
    public bool IsTaken(int slot) => OperatingSystem.IsWindows() ? Windows.IsTaken(this, slot) : Linux.IsTaken(this, slot);
}
