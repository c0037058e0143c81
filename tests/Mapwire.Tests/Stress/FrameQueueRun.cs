using Mapwire.Peer;
using Mapwire.Peer.Stress;

namespace Mapwire.Tests.Stress;

/// <summary>One queue of frames: each is done, or given to another, and none is lost.</summary>
internal sealed class FrameQueueRun : QueueRun
{
    public FrameQueueRun(int seed, int count, int bytes, QueueCrew crew, Random random)
        : base("frame-queue", $"Seed {seed}, {count} frames up to {bytes} bytes", crew, random)
    {
        var options = new FrameQueueOptions { FrameBytes = bytes, FrameCount = count, MaxWriters = QueueBoard.Writers + 2, MaxParticipants = 32 };
        Part = new QueuePart(QueueHandle.Create(Name, options.ForQueue(FrameMessages<FrameMark>.Type), FrameMessages<FrameMark>.Type));

        // As leases are: a frame is a reader's until it is done.
        Board.Leases = 1;
        Begin();
    }

    protected override bool TryComplete()
    {
        using var writer = FrameQueueWriter<FrameMark>.Open(Name);
        return writer.Complete();
    }

    protected override void CheckEnd()
    {
        base.CheckEnd();
        CheckPool(Part.Core.Pool!, Part.Handle.Slot);
    }
}
