namespace Mapwire;

/// <summary>Looks into regions from outside: takes no slot, and changes nothing in them.</summary>
/// <remarks>All members may be called from any thread. What is returned was true at some moment during the call.</remarks>
public static class RegionInspector
{
    /// <summary>Says what a region is, who takes part in it, and what its locks are doing.</summary>
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
                return [$"{name} is no region: it is a plain map, or another program's."];
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
