using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Those who write frames to a queue, and those who have them.</summary>
public class FrameQueueStressTests
{
    // One for each writer and for each frame that a reader has.
    private const int LeastFrames = 9;

    [Fact]
    public Task Every_frame_of_a_queue_is_done_and_the_pool_is_whole_whoever_is_killed() =>
        MessageStress.Play(2, (seed, _, crew, random) => new FrameQueueRun(seed, LeastFrames + random.Next(12), 16 << random.Next(10), crew, random));
}
