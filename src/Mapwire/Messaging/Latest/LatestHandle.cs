namespace Mapwire;

/// <summary>Open latest values: one participant.</summary>
internal sealed class LatestHandle : IDisposable
{
    private readonly Region _region;

    private LatestHandle(Region region)
    {
        _region = region;
        Core = ((LatestContents)region.Contents).Core;
    }

    public LatestCore Core { get; }

    public string Name => _region.Name;

    public static LatestHandle Create(string name, LatestOptions options, MessageType type) => new(Region.Create(
        name, LatestBody.ShapeOf(options, type), options.ForRegion(), (view, body) => LatestBody.Fill(view, body, options, type), Open(type)));

    public static LatestHandle? TryOpen(string name, LatestOptions options, MessageType? type) =>
        Region.TryOpen(name, new RegionShape(RegionKind.Latest, null, 0), options.ForRegion(), Open(type)) is { } region ? new LatestHandle(region) : null;

    public static LatestHandle CreateOrOpen(string name, LatestOptions options, MessageType type, out bool created)
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

    /// <summary>Recovers who has died.</summary>
    public void RecoverDead() => _region.Slots.RecoverDead();

    public void Dispose() => _region.Dispose();

    private static Func<Region, RegionContents> Open(MessageType? type) => region => new LatestContents(new LatestCore(region, type));
}
