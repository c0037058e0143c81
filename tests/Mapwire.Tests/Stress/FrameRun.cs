using Mapwire.Peer;
using Mapwire.Peer.Stress;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>One topic of frames, the pool of which is whole at the end.</summary>
internal sealed class FrameRun : TopicRun
{
    public FrameRun(int seed, int count, int bytes, QueueCrew crew, Random random)
        : base("frames", $"Seed {seed}, {count} frames up to {bytes} bytes", crew, random)
    {
        var options = new FrameOptions { FrameBytes = bytes, FrameCount = count, MaxPublishers = QueueBoard.Writers + 2, MaxParticipants = 32 };
        Part = new TopicPart(TopicHandle.Create(Name, options.ForTopic(FrameMessages<FrameMark>.Type), FrameMessages<FrameMark>.Type));
        Begin();
    }

    protected override bool TryComplete()
    {
        using var publisher = FramePublisher<FrameMark>.Open(Name);
        return publisher.Complete();
    }

    // Nobody needs anything of the pool.
    protected override void CheckEnd()
    {
        base.CheckEnd();
        var slots = RegionInspector.Inspect(Name)!.Topic!.Frames!.Slots;
        Assert.All(slots, slot => Assert.True(slot.State != FrameSlotState.Filling && slot.Holders.Count == 0 && slot.Awaited.Count == 0));
        Assert.Equal(Enumerable.Range(0, Part.Core.Pool!.Memory.Count), slots.Select(slot => slot.Number));
        CheckPool(Part.Core.Pool, Part.Handle.Slot);
    }
}
