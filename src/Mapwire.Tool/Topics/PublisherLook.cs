namespace Mapwire.Tool.Topics;

/// <summary>Looks from outside whether anybody publishes to a topic.</summary>
internal static class PublisherLook
{
    /// <summary>Whether somebody does who lives, and how many messages were published by anybody; null where it cannot be told.</summary>
    public static (bool? IsThere, long Published) At(string name, MapOptions look)
    {
        if (RegionInspector.Inspect(name, look) is not { Topic: { } topic } region)
        {
            return default;
        }

        var dead = region.Participants.Where(one => !one.IsAlive).Select(one => one.Slot).ToHashSet();
        return (topic.Lanes.Any(lane => lane.Publisher is { } slot && !dead.Contains(slot)), topic.Counts.Published);
    }
}
