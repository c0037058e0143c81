namespace Mapwire.Tool.Bench;

/// <summary>The library's frames. Every reader subscribes before the first, and is waited for: each gets all, and looks at each where it lies.</summary>
internal sealed class FramesTransport : LaneTransport<FrameLink>
{
    private const int MostFrames = 4096;

    public override string? Refuse(BenchPlan plan) => plan switch
    {
        { Capacity: { } given } when given < LeastFrames(plan) * plan.Size =>
            $"--capacity: {given} bytes are too few: each writer fills a frame while each reader holds one, so {LeastFrames(plan) * plan.Size} bytes are needed.",
        { Capacity: { } given } when given / plan.Size > MostFrames => $"--capacity: {given} bytes are too many: {MostFrames} frames, {(long)MostFrames * plan.Size} bytes, are the most.",
        _ => null,
    };

    protected override FrameLink Open(BenchPlan plan, string? to, string? from)
    {
        var options = OptionsFor(plan);
        return new FrameLink(
            to is null ? null : FramePublisher.CreateOrOpen(to, out _, options),
            from is null ? null : FrameSubscriber.CreateOrOpen(from, out _, options),
            plan.Readers);
    }

    protected override bool IsReady(in FrameLink link) => link.HasSubscribers;

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
