using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Random messages through a small ring, beside a queue that is known to be right.</summary>
public class QueueModelTests
{
    private const int Steps = 6000;
    private const long Wraps = 1L << 52;
    private const long Laps = 1L << (24 + 9);

    /// <summary>How often of four times a message is leased, and where the lanes begin.</summary>
    public static TheoryData<int, long> Starts { get; } = new()
    {
        { 0, 0 },
        { 4, 0 },
        { 1, 0 },
        { 2, 511 },
        { 0, Laps - 1000 },
        { 1, (2 * Laps) - 77 },
        { 0, (1L << 51) - 1000 },
        { 1, Wraps - 1000 },
        { 4, (3 * Wraps) - 512 },
        { 2, (1L << 62) - 1000 },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void What_is_written_is_read_in_order_and_whole(int leases, long start)
    {
        foreach (var longest in (int[])[24, 300, 700, 1500, 2032])
        {
            foreach (var prefetch in (int[])[1, 3, 64, 256])
            {
                Run(leases, start, longest, prefetch);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(500)]
    [InlineData(512)]
    [InlineData(680)]
    [InlineData(1000)]
    [InlineData(1016)]
    [InlineData(1024)]
    [InlineData(1352)]
    [InlineData(1500)]
    [InlineData(2000)]
    [InlineData(2032)]
    public void One_at_a_time_comes_round_as_often_as_one_likes(int length)
    {
        using var writer = QueueWriter.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 2 });
        using var reader = QueueReader.Open(writer.Name);
        for (var i = 0; i < 600; i++)
        {
            Assert.True(writer.TryWrite(Messages.Of(i, length)), $"Message {i} found no room.");
            Assert.True(reader.TryRead(out var message), $"Message {i} did not come.");
            Messages.Check(i, length, message.Span);
            Assert.False(reader.TryRead(out _));
        }
    }

    // Each remainder of the ring with each size of what does not fit into it.
    [Fact]
    public void A_message_goes_round_every_end_of_the_ring()
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 2 };
        int[] lengths = [0, 1, 8, 9, 64, 500, 511, 512, 520, 1024, 2000, 2031, 2032];
        using var bytes = QueueBytes.At(UniqueName.Local(), 0, options);
        for (var left = 1; left <= 512; left += left < 8 ? 1 : 500 / Messages.Times(55))
        {
            foreach (var length in lengths)
            {
                bytes.MoveTo(0, (512 * 5L) - left);
                using var writer = QueueWriter.Open(bytes.Name);
                using var reader = QueueReader.Open(bytes.Name);
                for (var i = 0; i < 3; i++)
                {
                    Assert.True(writer.TryWrite(Messages.Of(i, length)), $"{left} words left, {length} bytes: no room for the {i}th.");
                    Assert.True(reader.TryLease(out var lease), $"{left} words left, {length} bytes: the {i}th did not come.");
                    Messages.Check(i, length, lease.Span);
                    lease.Dispose();
                }
            }
        }
    }

    private static void Run(int leases, long start, int longest, int prefetch)
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, Prefetch = prefetch, MaxParticipants = 3, MaxWriters = 1 };
        using var bytes = QueueBytes.At(UniqueName.Local(), start, options);
        var writer = QueueWriter.Open(bytes.Name, options);
        var reader = QueueReader.Open(bytes.Name, options);
        var random = new Random((leases * 7919) + longest + prefetch);
        var model = new Queue<(int Number, int Length)>();
        try
        {
            for (var step = 0; step < Messages.Times(Steps / 15); step++)
            {
                var count = random.Next(1, 12);
                for (var i = 0; i < count && TryWrite(writer, random, (step * 100) + i, longest, model); i++)
                {
                }

                count = random.Next(1, 14);
                for (var i = 0; i < count && TryRead(reader, random, leases, model); i++)
                {
                }

                Replace(random, ref writer, ref reader, bytes.Name, options);
                if (model.Count == 0)
                {
                    Assert.False(reader.TryRead(out _));
                    Assert.False(reader.TryLease(out _));
                    Assert.True(TryWrite(writer, random, (step * 100) + 99, longest, model), "An empty queue had no room.");
                }
            }
        }
        finally
        {
            writer.Dispose();
            reader.Dispose();
        }
    }

    private static bool TryWrite(QueueWriter writer, Random random, int number, int longest, Queue<(int Number, int Length)> model)
    {
        var length = random.Next(4) == 0 ? random.Next(10) : random.Next(longest + 1);
        if (random.Next(2) == 0)
        {
            if (!writer.TryWrite(Messages.Of(number, length)))
            {
                return false;
            }
        }
        else
        {
            if (!writer.TryClaim(Math.Min(length + random.Next(40), writer.MaxMessageSize), out var claim))
            {
                return false;
            }

            claim.Bytes.Fill(0xFF);
            if (random.Next(4) == 0)
            {
                claim.Dispose();
                return true;
            }

            Messages.Fill(number, claim.Bytes[..length]);
            claim.Publish(length);
        }

        model.Enqueue((number, length));
        return true;
    }

    private static bool TryRead(QueueReader reader, Random random, int leases, Queue<(int Number, int Length)> model)
    {
        if (random.Next(4) >= leases)
        {
            var isRead = reader.TryRead(out var message);
            Assert.Equal(model.Count > 0, isRead);
            if (isRead)
            {
                var (number, length) = model.Dequeue();
                Messages.Check(number, length, message.Span);
            }

            return isRead;
        }

        var isLeased = reader.TryLease(out var lease);
        Assert.Equal(model.Count > 0, isLeased);
        if (isLeased)
        {
            if (random.Next(4) == 0)
            {
                // To nobody but this reader.
                lease.GiveBack();
                Assert.True(reader.TryLease(out lease));
                Assert.True(lease.IsRedelivered);
            }

            var (number, length) = model.Dequeue();
            Messages.Check(number, length, lease.Span);
            lease.Dispose();
        }

        return isLeased;
    }

    // Now and then another takes over; what the reader leaves goes on in order, for there is one only.
    private static void Replace(Random random, ref QueueWriter writer, ref QueueReader reader, string name, QueueOptions options)
    {
        if (random.Next(20) == 0)
        {
            writer.Dispose();
            writer = QueueWriter.Open(name, options);
        }

        if (random.Next(20) == 0)
        {
            reader.Dispose();
            reader = QueueReader.Open(name, options);
        }
    }
}
