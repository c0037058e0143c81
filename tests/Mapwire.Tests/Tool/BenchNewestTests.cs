using Mapwire.Tool.Bench;
using Xunit;

namespace Mapwire.Tests.Tool;

public class BenchNewestTests
{
    private const int Size = 64;

    [Fact]
    public void Values_may_be_skipped_but_not_the_last()
    {
        var report = Read([0, 3, 4, 9], announced: 10);
        Assert.Equal((4, 0L), (report.Count, report.Sum));
        Assert.True(report.Ended > 0);
        Assert.Contains("nothing more", Assert.Throws<InvalidOperationException>(() => Read([0, 3, 8], announced: 10)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(5, 5)]
    public void A_value_that_is_not_newer_is_noticed(int first, int second) =>
        Assert.Contains($"Message {second} of writer 1 came after message {first}", Assert.Throws<InvalidDataException>(() => Read([first, second, 9], announced: 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_of_two_is_noticed() =>
        Assert.Contains("came wrong", Assert.Throws<InvalidDataException>(() => Read([2, 9], announced: 10, torn: 1)).Message, StringComparison.Ordinal);

    // What the reader says that gets these values.
    private static SideReport Read(int[] numbers, long announced, int torn = -1)
    {
        using var board = Board.Create();
        var values = new Messages(Size);
        var all = Enumerable.Range(0, (int)announced).Select(_ => values.Next().ToArray()).ToList();
        var given = numbers.Select(number => all[number].ToArray()).ToList();
        if (torn >= 0)
        {
            all[numbers[torn] - 1].AsSpan(Size / 2).CopyTo(given[torn].AsSpan(Size / 2));
        }

        var plan = new BenchPlan(BenchKind.Throughput, BenchTransport.Latest, Size, announced, null, null, 1, 1, [], 1, null);
        board.Announce(announced, isLast: true);
        var link = new Given(new Queue<byte[]>(given));
        return new NewestWork(new Side(new SidePlan(plan, SideRole.Reader, 0, board.Name, string.Empty, null), board)).Do(ref link);
    }

    /// <summary>A link that gives what it was given.</summary>
    private readonly struct Given(Queue<byte[]> values) : ILink
    {
        public void Send(ReadOnlySpan<byte> message) => throw new NotSupportedException();

        public ReadOnlySpan<byte> Receive(Span<byte> room) => values.TryDequeue(out var value) ? value : throw new InvalidOperationException("There is nothing more.");

        public void Settle()
        {
            // Nobody sends.
        }

        public void Dispose()
        {
            // The values are the test's.
        }
    }
}
