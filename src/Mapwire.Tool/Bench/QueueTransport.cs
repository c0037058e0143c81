namespace Mapwire.Tool.Bench;

/// <summary>The library's queues.</summary>
internal sealed class QueueTransport : LaneTransport<QueueLink>
{
    protected override QueueLink Open(BenchPlan plan, string? to, string? from)
    {
        var options = OptionsFor(plan);
        return new QueueLink(
            to is null ? null : QueueWriter.CreateOrOpen(to, out _, options),
            from is null ? null : QueueReader.CreateOrOpen(from, out _, options));
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
