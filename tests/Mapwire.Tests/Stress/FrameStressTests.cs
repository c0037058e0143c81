using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Those who fill frames, and those who hold them.</summary>
public class FrameStressTests
{
    // One for each who fills them and for each that a reader holds.
    private const int LeastFrames = 9;

    [Fact]
    public Task Frames_stay_as_they_are_and_the_pool_is_whole_whoever_is_killed() =>
        MessageStress.Play(2, (seed, _, crew, random) => new FrameRun(seed, LeastFrames + random.Next(12), 16 << random.Next(10), crew, random));
}
