using Mapwire.Platform;

namespace Mapwire;

/// <summary>Looks into regions from outside: takes no slot, and changes nothing in them, but for <see cref="Recover"/>.</summary>
/// <remarks>All members may be called from any thread. What is returned was true at some moment during the call.</remarks>
public static class RegionInspector
{
    /// <summary>Says what a region is, who takes part in it, and what its locks, its queue, its topic or its latest values are doing.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">Where names live and whom to trust; null for the defaults.</param>
    /// <returns>The region, or null where the map is none: a plain map, or another program's.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    /// <exception cref="InvalidRegionException">It is of another version, or somebody wrote over what it says of itself.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    public static RegionInfo? Inspect(string name, MapOptions? options = null)
    {
        using var region = RegionSight.TryOpen(name, options);
        if (region is null)
        {
            return null;
        }

        var header = region.Header;
        return new RegionInfo
        {
            Name = region.Name,
            Kind = header.Kind,
            Version = RegionLayout.RightVersion,
            Size = header.Size,
            Id = header.Id,
            SchemaHash = header.SchemaHash,
            Created = header.Created,
            MaxParticipants = header.SlotCount,
            IsOneLock = header.Kind == RegionKind.Locks && region.IsShared == 0,
            Participants = region.Participants(),
            Locks = header.Kind == RegionKind.Locks ? Locks(region) : [],
            Queue = header.Kind == RegionKind.Queue ? QueueTeller.Tell(region) : null,
            Topic = header.Kind == RegionKind.Topic ? TopicTeller.Tell(region) : null,
            Latest = header.Kind == RegionKind.Latest ? new LatestSight(region).Tell() : null,
        };
    }

    /// <summary>Checks what must hold in a region at every moment, whoever is in the middle of whatever.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">Where names live and whom to trust; null for the defaults.</param>
    /// <returns>What does not hold, in words; empty when all is well. That a participant died and has not been recovered yet is well.</returns>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    public static IReadOnlyList<string> Verify(string name, MapOptions? options = null)
    {
        try
        {
            using var region = RegionSight.TryOpen(name, options);
            if (region is null)
            {
                return [$"{MapName.Parse(name).FullName} is no region: it is a plain map, or another program's."];
            }

            var findings = new Findings();
            new RegionChecks(region, findings).Run();
            return findings.Found;
        }
        catch (InvalidRegionException wrong)
        {
            return [wrong.Message];
        }
    }

    /// <summary>Puts right what participants left that died, as everybody does who waits in the region.</summary>
    /// <param name="name">The name, with or without prefix.</param>
    /// <param name="options">Where names live and whom to trust; null for the defaults.</param>
    /// <returns>Those who had died, by slot; empty where there were none, or where the map is no region.</returns>
    /// <remarks>Unlike the other members this one takes part for a moment, with a slot of its own. Who is stopped lives, and keeps what it holds.</remarks>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    /// <exception cref="FileNotFoundException">Nobody holds a map of that name.</exception>
    /// <exception cref="InvalidRegionException">It is of another version, or somebody wrote over it.</exception>
    /// <exception cref="InvalidOperationException">It has no room for another participant; the message says who has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights, or its owner, who is not trusted.</exception>
    /// <exception cref="NotSupportedException">This system has no regions.</exception>
    public static IReadOnlyList<Participant> Recover(string name, MapOptions? options = null)
    {
        if (Inspect(name, options) is not { } before || before.Participants.All(one => one.IsAlive))
        {
            return [];
        }

        var where = new RegionOptions { Directory = options?.Directory, TrustedOwners = options?.TrustedOwners ?? [] };
        using (var region = Region.TryOpen(name, new RegionShape(before.Kind, before.SchemaHash, 0), where, region => Contents(region, before.Kind)))
        {
            region?.Slots.RecoverDead();
        }

        return [.. before.Participants.Where(one => !one.IsAlive)];
    }

    /// <summary>What locks and signals would use of the system's kernel, and it does not have or does not let this process use.</summary>
    /// <returns>The names of the features; empty when nothing is missing. Without them waits end later, or there are no regions at all.</returns>
    public static IReadOnlyList<string> MissingKernelFeatures() => KernelFeatures.Missing();

    private static RegionContents Contents(Region region, RegionKind kind) => kind switch
    {
        RegionKind.Queue => new LaneContents(new QueueCore(region, null)),
        RegionKind.Topic => new LaneContents(new TopicCore(region, null)),
        RegionKind.Latest => new LatestContents(new LatestCore(region, null)),
        _ => new LockTable(region),
    };

    private static List<LockInfo> Locks(RegionSight region)
    {
        List<LockInfo> found = [];
        var count = region.Entries();
        for (var index = 0; index < count && LockEntryReader.Read(region.View, region.Header, region.Name, index, count) is { } entry; index++)
        {
            found.Add(LockReader.Read(region, entry));
        }

        return found;
    }
}
