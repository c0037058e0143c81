namespace Mapwire;

/// <summary>An open topic: one participant.</summary>
internal sealed class TopicHandle : LaneHandle
{
    private TopicHandle(Region region)
        : base(region)
    {
        Core = (TopicCore)Lanes;
        try
        {
            TopicMeter.Add(this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TopicCore Core { get; }

    public TopicCounts Counts
    {
        get
        {
            using var use = Core.Region.Use();
            return TopicLook.CountsOf(Core.Memory);
        }
    }

    public static TopicHandle Create(string name, TopicOptions options, MessageType type) => new(Region.Create(
        name, TopicBody.ShapeOf(options, type), options.ForRegion(), (view, body) => TopicBody.Fill(view, body, options, type), Open(type)));

    public static TopicHandle? TryOpen(string name, TopicOptions options, MessageType? type) =>
        Region.TryOpen(name, new RegionShape(RegionKind.Topic, null, 0), options.ForRegion(), Open(type)) is { } region ? new TopicHandle(region) : null;

    public static TopicHandle CreateOrOpen(string name, TopicOptions options, MessageType type, out bool created)
    {
        while (true)
        {
            if (TryOpen(name, options, type) is { } opened)
            {
                created = false;
                return opened;
            }

            try
            {
                created = true;
                return Create(name, options, type);
            }
            catch (IOException failure) when (failure.HResult == Throw.AlreadyExistsCode)
            {
                // Somebody was faster, or stands in the way: opening tells which.
            }
        }
    }

    public IReadOnlyList<SubscriberInfo> SubscribersOf(int lane)
    {
        using var use = Core.Region.Use();
        return TopicLook.Subscribers(Core.Memory, Core.Region.View, lane, lane + 1, withJoining: false);
    }

    protected override void Closing() => TopicMeter.Remove(this);

    private static Func<Region, RegionContents> Open(MessageType? type) => region => new LaneContents(new TopicCore(region, type));
}
