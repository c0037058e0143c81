using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>Writers and readers of a queue.</summary>
public class QueueStressTests
{
    [Fact]
    public Task Writers_and_readers_killed_at_random_moments_lose_and_repeat_nothing_but_what_the_promise_allows() =>
        MessageStress.Play(3, (seed, run, crew, random) => new QueueRun(seed, KindOf(run, random), crew, random));

    // The first three differ in what is most different.
    private static QueueKind KindOf(int run, Random random)
    {
        var capacity = 4096 << random.Next(6);
        var most = Math.Min((capacity / 2) - 64, 4096 << random.Next(3));
        return run switch
        {
            0 => new QueueKind(capacity, 64, 0, most, false),
            1 => new QueueKind(capacity, 1, 1, most, false),
            2 => new QueueKind(capacity, 1, 0, most, random.Next(2) == 0),
            _ => new QueueKind(capacity, random.Next(2) == 0 ? 1 : 64, random.Next(3), most, random.Next(4) == 0),
        };
    }
}
