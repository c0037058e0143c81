namespace Mapwire.Tool.Bench;

/// <summary>The library's topics. Every reader subscribes before the first message, and is waited for: each gets all.</summary>
internal sealed class TopicTransport : LaneTransport<TopicLink>
{
    protected override TopicLink Open(BenchPlan plan, string? to, string? from)
    {
        var options = OptionsFor(plan);
        return new TopicLink(
            to is null ? null : Publisher.CreateOrOpen(to, out _, options),
            from is null ? null : Subscriber.CreateOrOpen(from, out _, options),
            plan.Readers);
    }

    protected override bool IsReady(in TopicLink link) => link.HasSubscribers;

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
