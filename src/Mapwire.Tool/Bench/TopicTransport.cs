namespace Mapwire.Tool.Bench;

/// <summary>The library's topics. Every reader subscribes before the first message, and is waited for: each gets all.</summary>
internal sealed class TopicTransport : LaneTransport
{
    public override SideReport Use(Side side, ILinkWork work)
    {
        using var link = Open(side);
        link.AwaitSubscribers();
        return Do(work, link);
    }

    private static SideReport Do(ILinkWork work, TopicLink link) => work.Do(ref link);

    private static TopicLink Open(Side side)
    {
        var options = OptionsFor(side.Bench);
        var readers = side.Bench.Readers;
        if (side.Bench.Kind == BenchKind.Throughput)
        {
            return side.Plan.IsFirst
                ? new TopicLink(Publisher.CreateOrOpen(side.Plan.Address, out _, options), null, readers)
                : new TopicLink(null, Subscriber.CreateOrOpen(side.Plan.Address, out _, options), readers);
        }

        var (mine, others) = side.Plan.IsFirst ? (There, Back) : (Back, There);
        return new TopicLink(
            Publisher.CreateOrOpen(side.Plan.Address + mine, out _, options), Subscriber.CreateOrOpen(side.Plan.Address + others, out _, options), readers);
    }

    private static TopicOptions OptionsFor(BenchPlan plan)
    {
        var defaults = new TopicOptions();
        return new TopicOptions
        {
            Capacity = CapacityOf(plan, defaults.Capacity),
            MaxPublishers = plan.Writers,
            MaxParticipants = ParticipantsOf(plan, defaults.MaxParticipants),
            Waiting = WaitingOf(plan, defaults.Waiting),
        };
    }
}
