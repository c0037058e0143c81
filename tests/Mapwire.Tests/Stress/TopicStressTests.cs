using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Publishers and subscribers of a topic.</summary>
public class TopicStressTests
{
    [Fact]
    public Task Every_subscriber_gets_every_message_or_is_told_of_it_whoever_is_killed() => MessageStress.Play(2, (seed, _, crew, random) =>
    {
        var capacity = 4096 << random.Next(6);
        return new TopicRun(seed, capacity, Math.Min((capacity / 2) - 64, 4096 << random.Next(3)), crew, random);
    });
}
