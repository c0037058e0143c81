using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What becomes of a write when there is no room, and what is counted.</summary>
public class QueueFullTests
{
    private const int Length = 120;

    [Fact]
    public void A_full_queue_refuses_until_something_is_done_with()
    {
        using var ends = Ends.With(prefetch: 1);
        var count = ends.FillUp(Length);
        Assert.Equal(Messages.Smallest / (Length + 8), count + 1);
        Assert.False(ends.Writer.TryWrite(new byte[Length]));
        Assert.False(ends.Writer.TryWrite(new byte[Length], TimeSpan.Zero));
        Assert.False(ends.Writer.TryWrite(new byte[Length], TimeSpan.FromMilliseconds(2)));
        _ = Assert.Throws<TimeoutException>(() => ends.Writer.Write(new byte[Length], TimeSpan.Zero));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ends.Writer.TryWrite(new byte[Length], TimeSpan.FromSeconds(-2)));
        Messages.Check(0, Length, ends.Reader.Read().Span);

        // The reader may still look at the first.
        Assert.False(ends.Writer.TryWrite(new byte[Length]));
        Messages.Check(1, Length, ends.Reader.Read().Span);
        Assert.True(ends.Writer.TryWrite(Messages.Of(count, Length)));
        Assert.False(ends.Writer.TryWrite(new byte[Length]));
        for (var i = 2; i <= count; i++)
        {
            Messages.Check(i, Length, ends.Reader.Read().Span);
        }

        AssertCounts(ends, written: count + 1, read: count + 1, dropped: 0);
        Assert.InRange(ends.Reader.Counts.HighWaterBytes, Messages.Smallest - (2 * (Length + 8)), Messages.Smallest);
    }

    [Fact]
    public void The_newest_is_dropped_where_that_is_wanted()
    {
        using var ends = Ends.With(prefetch: 1, mode: QueueFullMode.DropNewest);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, Length)));
        }

        ends.Writer.Write(new byte[Length]);
        Assert.True(ends.Writer.WriteAsync(new byte[Length]).IsCompletedSuccessfully);
        var kept = (int)ends.Writer.Counts.Written;
        Assert.Equal((Messages.Smallest / (Length + 8)) - 1, kept);
        for (var i = 0; i < kept; i++)
        {
            Messages.Check(i, Length, ends.Reader.Read().Span);
        }

        AssertCounts(ends, written: kept, read: kept, dropped: 102 - kept);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void The_oldest_are_dropped_where_that_is_wanted(int prefetch)
    {
        using var ends = Ends.With(prefetch, QueueFullMode.DropOldest);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, Length)));
        }

        var counts = ends.Writer.Counts;
        Assert.Equal(1000, counts.Written);
        var left = (int)(1000 - counts.Dropped);
        Assert.InRange(left, 25, 31);
        for (var i = 1000 - left; i < 1000; i++)
        {
            Messages.Check(i, Length, ends.Reader.Read().Span);
        }

        AssertCounts(ends, written: 1000, read: left, dropped: 1000 - left);
    }

    [Fact]
    public void A_short_message_drops_no_more_than_it_needs_and_a_long_one_as_many()
    {
        using var ends = Ends.With(prefetch: 1, mode: QueueFullMode.DropOldest);
        var random = new Random(1);
        var model = new Queue<(int Number, int Length)>();
        for (var i = 0; i < 3000; i++)
        {
            var length = random.Next(4) == 0 ? random.Next(2033) : random.Next(100);
            var before = ends.Writer.Counts.Dropped;
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, length)));
            model.Enqueue((i, length));
            for (var dropped = ends.Writer.Counts.Dropped - before; dropped > 0; dropped--)
            {
                _ = model.Dequeue();
            }

            if (random.Next(3) == 0 && ends.Reader.TryLease(out var lease))
            {
                using (lease)
                {
                    var (number, expected) = model.Dequeue();
                    Messages.Check(number, expected, lease.Span);
                }
            }
        }

        while (model.TryDequeue(out var one))
        {
            Messages.Check(one.Number, one.Length, ends.Reader.Read().Span);
        }

        Assert.False(ends.Reader.TryRead(out _));
    }

    [Fact]
    public void What_readers_have_is_never_dropped_and_the_newest_is_instead()
    {
        using var ends = Ends.With(prefetch: 64, mode: QueueFullMode.DropOldest);
        for (var i = 0; i < 31; i++)
        {
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, Length)));
        }

        Assert.Equal(0, ends.Writer.Counts.Dropped);
        var leases = new List<QueueLease>();
        while (ends.Reader.TryLease(out var lease))
        {
            leases.Add(lease);
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.True(ends.Writer.TryWrite(new byte[Length]));
        }

        Assert.Equal(5, ends.Writer.Counts.Dropped);
        for (var i = 0; i < leases.Count; i++)
        {
            Messages.Check(i, Length, leases[i].Span);
            leases[i].Dispose();
        }

        Assert.False(ends.Reader.TryRead(out _));
        AssertCounts(ends, written: 31, read: 31, dropped: 5);
    }

    [Fact]
    public void Nothing_is_dropped_in_vain()
    {
        using var ends = Ends.With(prefetch: 1, mode: QueueFullMode.DropOldest);
        for (var i = 0; i < 31; i++)
        {
            Assert.True(ends.Writer.TryWrite(Messages.Of(i, Length)));
        }

        // The oldest of all is a reader's: without it there is no room, whatever else were dropped.
        using var lease = ends.Reader.Lease();
        Assert.True(ends.Writer.TryWrite(new byte[Length]));
        Assert.Equal(1, ends.Writer.Counts.Dropped);
        for (var i = 1; i < 31; i++)
        {
            Assert.True(ends.Reader.TryLease(out var next));
            Messages.Check(i, Length, next.Span);
            next.Dispose();
        }
    }

    [Fact]
    public void One_lane_that_is_full_does_not_stop_another()
    {
        using var ends = Ends.With();
        using var other = QueueWriter.Open(ends.Reader.Name);
        var count = ends.FillUp(Length);
        Assert.True(other.TryWrite(Messages.Of(1000, 5)));
        Assert.False(ends.Writer.TryWrite(new byte[Length]));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(other.TryWrite(Messages.Of(1001, 5)));
        }

        var read = 0;
        while (ends.Reader.TryRead(out _))
        {
            read++;
        }

        Assert.Equal(count + 4, read);
    }

    [Fact]
    public void Many_values_at_once_are_never_dropped()
    {
        foreach (var mode in Enum.GetValues<QueueFullMode>())
        {
            using var writer = QueueWriter<long>.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest, FullMode = mode, MaxParticipants = 2 });
            using var reader = QueueReader<long>.Open(writer.Name);
            Assert.Equal(255, writer.TryWrite(new long[1000]));
            Assert.Equal(0, writer.TryWrite(new long[1000]));
            Assert.Equal(0, writer.Counts.Dropped);
            Assert.Equal(255, reader.TryRead(new long[1000]));
            Assert.Equal(255, writer.TryWrite(new long[1000]));
        }
    }

    [Fact]
    public void Counts_are_right_whoever_has_read_and_gone()
    {
        using var ends = Ends.With(prefetch: 8);
        var random = new Random(1);
        var (written, read, redelivered) = (0, 0, 0);
        for (var round = 0; round < 60; round++)
        {
            for (var i = random.Next(20); i > 0; i--)
            {
                written += ends.Writer.TryWrite(Messages.Of(written, random.Next(60))) ? 1 : 0;
            }

            var reader = ends.AnotherReader();
            for (var i = random.Next(25); i > 0 && reader.TryRead(out var message); i--)
            {
                read++;
                redelivered += message.IsRedelivered ? 1 : 0;
            }

            for (var i = random.Next(4); i > 0 && reader.TryLease(out var lease); i--)
            {
                if (random.Next(2) == 0)
                {
                    read++;
                    redelivered += lease.IsRedelivered ? 1 : 0;
                    lease.Dispose();
                }
            }

            reader.Dispose();
            var counts = ends.Writer.Counts;
            Assert.Equal((written, read, redelivered), (counts.Written, counts.Read, counts.Redelivered));
        }
    }

    private static void AssertCounts(Ends ends, long written, long read, long dropped)
    {
        Assert.False(ends.Reader.TryRead(out _));
        var counts = ends.Writer.Counts;
        Assert.Equal((written, read, dropped, 0L), (counts.Written, counts.Read, counts.Dropped, counts.Redelivered));
        Assert.Equal(counts, ends.Reader.Counts);
    }
}
