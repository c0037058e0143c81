namespace Mapwire;

/// <summary>An open queue: one participant.</summary>
internal sealed unsafe class QueueHandle : LaneHandle
{
    private QueueHandle(Region region)
        : base(region)
    {
        Core = (QueueCore)Lanes;
        try
        {
            QueueMeter.Add(this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public QueueCore Core { get; }

    public QueueCounts Counts
    {
        get
        {
            using var use = Core.Region.Use();
            return CountsOf(Core.Memory);
        }
    }

    public static QueueHandle Create(string name, QueueOptions options, MessageType type) => new(Region.Create(
        name, QueueBody.ShapeOf(options, type), options.ForRegion(), (view, body) => QueueBody.Fill(view, body, options, type), Open(type)));

    public static QueueHandle? TryOpen(string name, QueueOptions options, MessageType? type) =>
        Region.TryOpen(name, new RegionShape(RegionKind.Queue, null, 0), options.ForRegion(), Open(type)) is { } region ? new QueueHandle(region) : null;

    public static QueueHandle CreateOrOpen(string name, QueueOptions options, MessageType type, out bool created)
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

    public static QueueCounts CountsOf(QueueMemory memory)
    {
        var (written, dropped, high, read, redelivered) = (0L, 0L, 0L, 0L, 0L);
        for (var lane = 0; lane < memory.Lanes; lane++)
        {
            written += LaneMarks.Count(memory, lane);
            dropped += Volatile.Read(ref memory.Lane(lane)->Dropped);
            high = Math.Max(high, Volatile.Read(ref memory.Lane(lane)->HighWater));
        }

        for (var slot = 0; slot < memory.Slots; slot++)
        {
            read += Volatile.Read(ref memory.Cell(slot)->Read);
            redelivered += Volatile.Read(ref memory.Cell(slot)->Redelivered);
        }

        return new QueueCounts { Written = written, Read = read, Dropped = dropped, Redelivered = redelivered, HighWaterBytes = high * LaneRecord.WordSize };
    }

    protected override void Closing() => QueueMeter.Remove(this);

    private static Func<Region, RegionContents> Open(MessageType? type) => region => new LaneContents(new QueueCore(region, type));
}
