using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Doctor;

/// <summary>What the dead left, and what is wrong in what lives.</summary>
internal static class NameChecks
{
    private const string Names = "dead names";
    private const string Participants = "dead participants";
    private const string Regions = "regions";
    private const int MostNamed = 10;

    public static IEnumerable<DoctorFinding> All(string? directory, string[]? trust, bool fix)
    {
        IReadOnlyList<MapInfo> maps;
        string? refused = null;
        try
        {
            maps = MapInspector.List(directory);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            (maps, refused) = ([], failure.Message);
        }

        if (refused is not null)
        {
            return [DoctorFinding.Problem("folder of names", refused, "Nobody can use names here until that is put right.")];
        }

        List<DoctorFinding> found = [DoctorFinding.Ok("folder of names", OperatingSystem.IsWindows() ? "the system keeps names itself" : "its rights are right")];
        found.Add(Dead([.. maps.Where(map => !map.IsLive)], directory, fix));
        found.AddRange(Live([.. maps.Where(map => map.IsLive)], Given.ToRead(trust, directory), fix));
        return found;
    }

    private static DoctorFinding Dead(List<MapInfo> dead, string? directory, bool fix)
    {
        if (dead.Count == 0)
        {
            return DoctorFinding.Ok(Names, "none");
        }

        if (!fix)
        {
            return DoctorFinding.Problem(
                Names, $"{Named(dead.Select(map => map.Name))}, {Units.Size(dead.Sum(map => map.Size))} in all", "mapwire doctor --fix removes them; so does the next program that uses the folder.");
        }

        var removed = MapInspector.RemoveDead(directory);
        var left = dead.Where(map => !removed.Contains(map.Name)).ToList();
        return left.Count == 0
            ? DoctorFinding.Fixed(Names, $"removed {Named(removed)}")
            : DoctorFinding.Problem(
                Names,
                $"removed {removed.Count}, left {Named(left.Select(map => $"{map.Name} of {map.Owner}"))}",
                "Only their owner or the administrator can remove them.");
    }

    private static List<DoctorFinding> Live(List<MapInfo> live, MapOptions options, bool fix)
    {
        List<DoctorFinding> found = [];
        var regions = 0;
        foreach (var map in live)
        {
            try
            {
                if (RegionInspector.Inspect(map.Name, options) is not { } region)
                {
                    continue;
                }

                regions++;
                found.AddRange(Dead(region, options, fix));
                found.AddRange(RegionInspector.Verify(map.Name, options).Select(wrong => Broken(map.Name, wrong)));
            }
            catch (InvalidRegionException wrong)
            {
                found.Add(Broken(map.Name, wrong.Message));
            }
            catch (FileNotFoundException)
            {
                // Gone meanwhile.
            }
            catch (Exception failure) when (Failure.IsExpected(failure) || failure is ArgumentException)
            {
                // Among the posix names are objects of any program; one that cannot be looked at is no finding.
                if (map.Scope != MapScope.Posix)
                {
                    found.Add(DoctorFinding.Note(Regions, $"{map.Name} could not be looked at: {failure.Message}", "Run it as the owner of the map, or as root."));
                }
            }
        }

        if (found.Count == 0)
        {
            found.Add(DoctorFinding.Ok(Regions, regions == 0 ? "none" : $"{regions} looked at: no dead participants, nothing wrong"));
        }

        return found;
    }

    private static IEnumerable<DoctorFinding> Dead(RegionInfo region, MapOptions options, bool fix)
    {
        var dead = region.Participants.Where(one => !one.IsAlive).ToList();
        if (dead.Count == 0)
        {
            return [];
        }

        return fix
            ? [DoctorFinding.Fixed(Participants, $"{region.Name}: recovered {People.Describe(RegionInspector.Recover(region.Name, options))}")]
            : [DoctorFinding.Problem(
                Participants,
                $"{region.Name}: {People.Describe(dead)}",
                "mapwire doctor --fix passes on what they held; so does the next who waits in the region or needs their slot.")];
    }

    private static DoctorFinding Broken(string name, string wrong) =>
        DoctorFinding.Problem(Regions, $"{name}: {wrong}", "Let every process close it; it is made anew then.");

    private static string Named(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : string.Empty);
    }
}
