using Mapwire.Tool.Output;

namespace Mapwire.Tool.Locks;

/// <summary>A map and, where it is a region that could be looked into, what that says.</summary>
internal sealed record Sight(MapInfo Map, RegionInfo? Region, string? Kind)
{
    private const string Damaged = "damaged region";

    public static IEnumerable<Sight> All(string? directory, string[]? trust) =>
        [.. MapInspector.List(directory).Select(map => Of(map, Given(trust, directory)))];

    public ListReport ToReport() => new(
        Map.Name,
        Map.Scope.ToString(),
        Kind,
        Map.Size,
        Map.Owner,
        Map.Created,
        Map.ProcessIds,
        Map.IsLive ? MapListing.Live : MapListing.Dead,
        Map.Path,
        Region is null ? null : [.. Region.Participants.Select(ParticipantReport.Of)],
        Region is null ? null : [.. Region.Locks.Select(LockReport.Of)],
        Region?.Queue is { } queue ? QueueReport.Of(queue) : null,
        Region?.Topic is { } topic ? TopicReport.Of(topic) : null,
        Region?.Latest is { } latest ? LatestReport.Of(latest) : null);

    private static Sight Of(MapInfo map, MapOptions options)
    {
        if (!map.IsLive)
        {
            return new Sight(map, null, null);
        }

        try
        {
            var region = RegionInspector.Inspect(map.Name, options);
            return new Sight(map, region, KindText.Of(region));
        }
        catch (InvalidRegionException)
        {
            return new Sight(map, null, Damaged);
        }
        catch (Exception failure) when (Failure.IsExpected(failure) || failure is ArgumentException)
        {
            // Gone meanwhile, out of this user's reach, or of a name that was cut short: what it is cannot be told.
            return new Sight(map, null, null);
        }
    }

    private static MapOptions Given(string[]? trust, string? directory) => Values.Given.ToRead(trust, directory);
}
