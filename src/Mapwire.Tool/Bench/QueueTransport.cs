namespace Mapwire.Tool.Bench;

/// <summary>The library's queues.</summary>
internal sealed class QueueTransport : LaneTransport
{
    public override SideReport Use(Side side, ILinkWork work)
    {
        using var link = Open(side);
        return Do(work, link);
    }

    private static SideReport Do(ILinkWork work, QueueLink link) => work.Do(ref link);

    private static QueueLink Open(Side side)
    {
        var options = OptionsFor(side.Bench);
        if (side.Bench.Kind == BenchKind.Throughput)
        {
            return side.Plan.IsFirst
                ? new QueueLink(QueueWriter.CreateOrOpen(side.Plan.Address, out _, options), null)
                : new QueueLink(null, QueueReader.CreateOrOpen(side.Plan.Address, out _, options));
        }

        var (mine, others) = side.Plan.IsFirst ? (There, Back) : (Back, There);
        return new QueueLink(
            QueueWriter.CreateOrOpen(side.Plan.Address + mine, out _, options), QueueReader.CreateOrOpen(side.Plan.Address + others, out _, options));
    }

    private static QueueOptions OptionsFor(BenchPlan plan)
    {
        var defaults = new QueueOptions();
        return new QueueOptions
        {
            Capacity = CapacityOf(plan, defaults.Capacity),
            MaxWriters = plan.Writers,
            SingleWriter = plan.Writers == 1,
            SingleReader = plan.Readers == 1,
            MaxParticipants = ParticipantsOf(plan, defaults.MaxParticipants),
            Waiting = WaitingOf(plan, defaults.Waiting),
        };
    }
}
