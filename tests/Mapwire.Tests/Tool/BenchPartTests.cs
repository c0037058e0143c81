using System.Collections.Concurrent;
using Mapwire.Tests.Support;
using Mapwire.Tool.Bench;
using Xunit;

namespace Mapwire.Tests.Tool;

public class BenchPartTests
{
    private static readonly int[] _sizes = [1, 7, 8, 9, 64, 100, 1024, 4096, 4097, 70_000];

    [Fact]
    public void Both_sides_make_the_same_messages_and_no_two_alike() => Assert.All(_sizes, size =>
    {
        var (sent, expected) = (new Messages(size), new Messages(size));
        byte[]? last = null;
        for (var i = 0; i < 1000; i++)
        {
            var message = sent.Next().ToArray();
            Assert.Equal(size, message.Length);
            Assert.True(expected.Next().SequenceEqual(message));
            Assert.Equal((byte)i, message[0]);
            Assert.NotEqual(last, message);
            last = message;
        }
    });

    [Fact]
    public void No_byte_that_differs_is_overlooked()
    {
        for (var length = 0; length < 140; length++)
        {
            var message = Enumerable.Range(3, length).Select(value => (byte)value).ToArray();
            var other = message.ToArray();
            Assert.True(Sameness.Holds(message, other));
            for (var at = 0; at < length; at++)
            {
                other[at] ^= 1;
                Assert.False(Sameness.Holds(message, other));
                other[at] ^= 1;
            }
        }
    }

    [Fact]
    public void A_broken_message_differs_in_its_last_byte_only() => Assert.All(_sizes, size =>
    {
        var (sent, expected) = (new Messages(size), new Messages(size));
        for (var i = 0; i < 37; i++)
        {
            Assert.True(expected.Next().SequenceEqual(sent.Next()));
        }

        const int Which = 300;
        sent.Break(Which);
        for (var i = 1; i <= Which; i++)
        {
            var message = sent.Next();
            var wanted = expected.Next();
            Assert.Equal(i < Which, message.SequenceEqual(wanted));
            Assert.True(message[..^1].SequenceEqual(wanted[..^1]));
        }
    });

    [Fact]
    public void A_reader_of_several_writers_finds_what_is_wrong()
    {
        var (first, second) = (new Messages(64), new Messages(64, MixedMessages.FirstOf(1)));
        var mixed = new MixedMessages(64, writers: 2);
        var one = first.Next().ToArray();
        Assert.True(mixed.Take(one));
        Assert.True(mixed.Take(second.Next()));
        _ = first.Next();
        Assert.True(mixed.Take(first.Next()));
        Assert.Equal(3, mixed.Count);
        Assert.Equal(0 + 2 + MixedMessages.FirstOf(1), mixed.Sum);

        _ = Assert.Throws<InvalidDataException>(() => mixed.Take(one));
        var torn = first.Next().ToArray();
        torn[20]++;
        Assert.Contains("content", Assert.Throws<InvalidDataException>(() => mixed.Take(torn)).Message, StringComparison.Ordinal);
        var foreign = new Messages(64, MixedMessages.FirstOf(2)).Next().ToArray();
        Assert.Contains("writer 3", Assert.Throws<InvalidDataException>(() => mixed.Take(foreign)).Message, StringComparison.Ordinal);

        var end = new byte[64];
        MixedMessages.PutEnd(end);
        Assert.False(mixed.Take(end));
    }

    [Fact]
    public void Percentiles_are_those_of_all_samples()
    {
        var random = new Random(7);
        var samples = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Pow(10, 1 + (random.NextDouble() * 8))).ToList();
        var times = new LatencyHistogram();
        samples.ForEach(times.Add);
        samples.Sort();
        foreach (var part in new[] { 0.5, 0.9, 0.99, 0.999 })
        {
            double exact = samples[(int)Math.Ceiling(part * samples.Count) - 1];
            Assert.InRange(times.Percentile(part), exact * 0.999, exact * 1.001);
        }

        var all = times.Times(2);
        Assert.Equal(2 * samples.Average(), all.MeanNs, 0.1);
        Assert.Equal(2 * samples[^1], all.MaxNs);
        times.Clear();
        Assert.Equal(0, times.Count);
    }

    [Fact]
    public void What_a_share_leaves_another_sends()
    {
        foreach (var writers in new[] { 1, 2, 3, 7 })
        {
            foreach (var all in new long[] { 0, 1, 6, 7, 1000 })
            {
                Assert.Equal(all, Enumerable.Range(0, writers).Sum(writer => CrowdWork.ShareOf(all, writers, writer)));
            }
        }
    }

    [Fact]
    public void The_floor_allocates_nothing()
    {
        using var map = SharedMap.Create(UniqueName.Local(), FloorRingLayout.SizeFor(64, 4096));
        using var view = map.CreateView();
        var messages = new Messages(64);
        var received = new byte[64];
        Exercise();
        NoAllocation.Hold(Exercise);

        void Exercise()
        {
            // Both ends know how far they are only themselves, so each time they begin anew.
            view.Span.Clear();
            using var writer = new FloorRing(view, 64);
            using var reader = new FloorRing(view, 64);
            for (var i = 0; i < 100; i++)
            {
                var message = messages.Next();
                writer.Send(message);
                reader.Receive(received);
                Assert.True(message.SequenceEqual(received));
            }
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    public async Task Several_writers_and_readers_share_out_all_messages(int writers, int readers)
    {
        using var board = Board.Create();
        var plan = new BenchPlan(BenchKind.Throughput, BenchTransport.Floor, 64, 5000, null, null, writers, readers, [], 1, null);
        var queue = new ConcurrentQueue<byte[]>();
        var sides = Enumerable.Range(0, writers).Select(index => Start(SideRole.Writer, index))
            .Concat(Enumerable.Range(0, readers).Select(index => Start(SideRole.Reader, index))).ToList();
        var reports = await Task.WhenAll(sides).WaitAsync(Wait.Watchdog);
        Assert.Equal(5000, reports[..writers].Sum(report => report.Count));
        Assert.Equal(5000, reports[writers..].Sum(report => report.Count));
        Assert.Equal(reports[..writers].Sum(report => report.Sum), reports[writers..].Sum(report => report.Sum));
        Assert.Empty(queue);

        Task<SideReport> Start(SideRole role, int index) => Task.Factory.StartNew(
            () =>
            {
                using var own = Board.Open(board.Name);
                var link = new QueueLink(queue);
                return new CrowdWork(new Side(new SidePlan(plan, role, index, board.Name, string.Empty, null), own)).Do(ref link);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>A link within this process, for any number of writers and readers.</summary>
    private readonly struct QueueLink(ConcurrentQueue<byte[]> queue) : ILink
    {
        public void Send(ReadOnlySpan<byte> message) => queue.Enqueue(message.ToArray());

        public ReadOnlySpan<byte> Receive(Span<byte> room)
        {
            byte[]? received;
            var wait = default(SpinWait);
            while (!queue.TryDequeue(out received))
            {
                wait.SpinOnce();
            }

            return received;
        }

        public void Settle()
        {
            // What was sent before comes before.
        }

        public void Dispose()
        {
            // The queue is everybody's.
        }
    }
}
