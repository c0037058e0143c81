namespace Mapwire.Tool.Bench;

/// <summary>The library's frames. Every reader subscribes before the first, and is waited for: each gets all, and looks at each where it lies.</summary>
internal sealed class FramesTransport : LaneTransport
{
    private const int MostFrames = 4096;

    public override string? Refuse(BenchPlan plan) => plan switch
    {
        { Capacity: { } given } when given < LeastFrames(plan) * plan.Size =>
            $"--capacity: {given} bytes are too few: each writer fills a frame while each reader holds one, so {LeastFrames(plan) * plan.Size} bytes are needed.",
        { Capacity: { } given } when given / plan.Size > MostFrames => $"--capacity: {given} bytes are too many: {MostFrames} frames, {(long)MostFrames * plan.Size} bytes, are the most.",
        _ => null,
    };

    public override SideReport Use(Side side, ILinkWork work)
    {
        using var link = Open(side);
        link.AwaitSubscribers();
        return Do(work, link);
    }

    private static SideReport Do(ILinkWork work, FrameLink link) => work.Do(ref link);

    private static FrameLink Open(Side side)
    {
        var options = OptionsFor(side.Bench);
        var readers = side.Bench.Readers;
        if (side.Bench.Kind == BenchKind.Throughput)
        {
            return side.Plan.IsFirst
                ? new FrameLink(FramePublisher.CreateOrOpen(side.Plan.Address, out _, options), null, readers)
                : new FrameLink(null, FrameSubscriber.CreateOrOpen(side.Plan.Address, out _, options), readers);
        }

        var (mine, others) = side.Plan.IsFirst ? (There, Back) : (Back, There);
        return new FrameLink(
            FramePublisher.CreateOrOpen(side.Plan.Address + mine, out _, options), FrameSubscriber.CreateOrOpen(side.Plan.Address + others, out _, options), readers);
    }

    private static FrameOptions OptionsFor(BenchPlan plan)
    {
        var defaults = new FrameOptions();
        return new FrameOptions
        {
            FrameBytes = plan.Size,
            FrameCount = (int)(plan.Capacity / plan.Size ?? Math.Max(defaults.FrameCount, LeastFrames(plan))),
            MaxPublishers = plan.Writers,
            MaxParticipants = ParticipantsOf(plan, defaults.MaxParticipants),
            Waiting = WaitingOf(plan, defaults.Waiting),
        };
    }

    private static long LeastFrames(BenchPlan plan) => plan.Writers + plan.Readers;
}
