using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Many writers and many readers at once, each a thread with a handle of its own.</summary>
public class QueueManyTests
{
    private static readonly int _enough = Messages.Times(8_000);

    [Theory]
    [InlineData(1, 1, 64, false)]
    [InlineData(4, 1, 64, false)]
    [InlineData(1, 4, 1, false)]
    [InlineData(1, 4, 64, false)]
    [InlineData(3, 3, 5, false)]
    [InlineData(3, 3, 64, true)]
    [InlineData(4, 1, 1, true)]
    public void Each_message_comes_once_and_those_of_one_writer_in_order(int writers, int readers, int prefetch, bool leases) => Run(
        writers, readers, leases, new QueueOptions { Capacity = Messages.Smallest, MaxWriters = writers, MaxParticipants = 10, Prefetch = prefetch });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_only_reader_gets_each_message_once_and_in_order(bool leases) => Run(
        3, 1, leases, new QueueOptions { Capacity = Messages.Smallest, SingleReader = true, MaxParticipants = 10 });

    [Fact]
    public void The_only_reader_comes_and_goes_and_the_writer_writes_on()
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, SingleReader = true, MaxParticipants = 4 };
        using var writer = QueueWriter.Create(UniqueName.Local(), options);
        var rounds = Messages.Times(400);
        var stop = 0;
        var writes = Worker.Start(() =>
        {
            for (var i = 0; Volatile.Read(ref stop) == 0; i++)
            {
                _ = writer.TryWrite(BitConverter.GetBytes(i));
            }
        });
        var last = 0L;
        for (var round = 0; round < rounds && !writes.HasEnded; round++)
        {
            using var reader = QueueReader.Open(writer.Name, options);
            for (var i = 0; i < 40 && !writes.HasEnded;)
            {
                if (reader.TryRead(out var message))
                {
                    var number = BitConverter.ToInt32(message.Span);
                    Assert.True(number >= last, $"{number} came after {last}.");
                    last = number;
                    i++;
                }
            }
        }

        Volatile.Write(ref stop, 1);
        writes.Join();
        Assert.Equal(rounds * 40, writer.Counts.Read);
    }

    [Fact]
    public void What_the_only_reader_has_let_go_of_is_never_its_own_again()
    {
        using var writer = QueueWriter.Create(UniqueName.Local(), new QueueOptions { Capacity = Messages.Smallest, SingleReader = true, MaxParticipants = 4 });
        using var bytes = new QueueBytes(writer.Name);
        var reader = QueueReader.Open(writer.Name);
        for (var i = 0; i < 5; i++)
        {
            writer.Write(Messages.Of(i, 100));
            Assert.True(reader.TryRead(out _));
            Assert.False(reader.TryRead(out _));
        }

        var start = bytes.Hand(0).Start;
        reader.Dispose();
        Assert.InRange(bytes.Hand(0).Start, start, long.MaxValue);
    }

    // What is dropped is the writer's; what is read of one writer is in order, and nothing comes twice.
    [Theory]
    [InlineData(QueueFullMode.DropNewest)]
    [InlineData(QueueFullMode.DropOldest)]
    public void What_is_dropped_is_counted_and_the_rest_is_in_order(QueueFullMode mode)
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, FullMode = mode, MaxWriters = 2, MaxParticipants = 6, Prefetch = 3 };
        using var first = QueueWriter.Create(UniqueName.Local(), options);
        var read = 0L;
        Worker.All(4, i =>
        {
            if (i < 2)
            {
                using var writer = i == 0 ? null : QueueWriter.Open(first.Name);
                for (var number = 0; number < _enough; number++)
                {
                    (writer ?? first).Write(BitConverter.GetBytes(((long)i << 32) | (uint)number));
                }
            }
            else
            {
                using var reader = QueueReader.Open(first.Name, options);
                var last = new long[] { -1, -1 };
                for (var empty = 0; empty < 200;)
                {
                    if (!reader.TryRead(TimeSpan.FromMilliseconds(1), out var message))
                    {
                        empty++;
                        continue;
                    }

                    empty = 0;
                    var value = BitConverter.ToInt64(message.Span);
                    if (!message.IsRedelivered)
                    {
                        Assert.True((int)value > last[value >> 32], $"{(int)value} came after {last[value >> 32]}.");
                        last[value >> 32] = (int)value;
                    }

                    _ = Interlocked.Increment(ref read);
                }
            }
        });
        var counts = first.Counts;
        Assert.Equal(read, counts.Read);
        Assert.Equal(2 * _enough, read + counts.Dropped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void No_writer_waits_for_another_to_stop(int prefetch)
    {
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxWriters = 4, Prefetch = prefetch };
        using var reader = QueueReader.Create(UniqueName.Local(), options);
        var writers = Enumerable.Range(0, 4).Select(_ => QueueWriter.Open(reader.Name)).ToList();
        var since = new int[4];
        for (var i = 0; i < 2_000; i++)
        {
            for (var writer = 0; writer < 4; writer++)
            {
                while (writers[writer].TryWrite([(byte)writer]))
                {
                }
            }

            Assert.True(i % 3 > 0 ? reader.TryRead(out var message) : TryLease(reader, out message));
            for (var writer = 0; writer < 4; writer++)
            {
                Assert.True(since[writer]++ <= prefetch * 5, $"Writer {writer} was passed over {since[writer]} times.");
            }

            since[message.Length == 0 ? 0 : message.Span[0]] = 0;
        }

        writers.ForEach(writer => writer.Dispose());

        static bool TryLease(QueueReader reader, out QueueMessage message)
        {
            var isLeased = reader.TryLease(out var lease);
            lease.Dispose();
            return reader.TryRead(out message) && isLeased;
        }
    }

    [Fact]
    public void Readers_that_come_and_go_lose_nothing()
    {
        const int Readers = 3;
        var options = new QueueOptions { Capacity = Messages.Smallest, MaxParticipants = 8, Prefetch = 7 };
        using var writer = QueueWriter.Create(UniqueName.Local(), options);
        var seen = new int[_enough];
        Worker.All(Readers + 1, i =>
        {
            if (i == Readers)
            {
                for (var number = 0; number < _enough; number++)
                {
                    writer.Write(BitConverter.GetBytes(number));
                }

                Assert.True(writer.Complete());
                return;
            }

            var random = new Random(i);
            for (var isOver = false; !isOver;)
            {
                using var reader = QueueReader.Open(writer.Name, options);
                isOver = ReadSome(reader, random, seen);
            }
        });
        Assert.All(seen, count => Assert.Equal(1, count));
        Assert.Equal(_enough, writer.Counts.Read);
    }

    // Nobody ends a lease twice or reads what another has: each number is seen once. A lease that is left is seen by the next.
    private static bool ReadSome(QueueReader reader, Random random, int[] seen)
    {
        for (var i = random.Next(300); i >= 0; i--)
        {
            if (random.Next(2) == 0)
            {
                if (!reader.TryRead(Worker.Watchdog, out var message))
                {
                    return true;
                }

                _ = Interlocked.Increment(ref seen[BitConverter.ToInt32(message.Span)]);
                continue;
            }

            if (!reader.TryLease(Worker.Watchdog, out var lease))
            {
                return true;
            }

            switch (random.Next(8))
            {
                case 0:
                    lease.GiveBack();
                    break;
                case 1:
                    return false;
                default:
                    _ = Interlocked.Increment(ref seen[BitConverter.ToInt32(lease.Span)]);
                    lease.Dispose();
                    break;
            }
        }

        return false;
    }

    private static void Run(int writers, int readers, bool leases, QueueOptions options)
    {
        using var first = QueueReader.Create(UniqueName.Local(), options);
        using var keeper = QueueWriter.Open(first.Name);
        keeper.Dispose();
        var seen = Enumerable.Range(0, writers).Select(_ => new int[_enough / writers]).ToArray();
        var left = writers;
        Worker.All(writers + readers, i =>
        {
            if (i < writers)
            {
                using var writer = QueueWriter.Open(first.Name, options);
                for (var number = 0; number < _enough / writers; number++)
                {
                    var length = 8 + (number * 13 % 200);
                    var bytes = Messages.Of(number, length);
                    _ = BitConverter.TryWriteBytes(bytes, ((long)i << 32) | (uint)number);
                    writer.Write(bytes);
                }

                if (Interlocked.Decrement(ref left) == 0)
                {
                    Assert.True(writer.Complete());
                }

                return;
            }

            var reader = i == writers ? first : QueueReader.Open(first.Name, options);
            var last = Enumerable.Repeat(-1, writers).ToArray();
            while (leases ? TryLease(reader, seen, last) : TryRead(reader, seen, last))
            {
            }

            if (reader != first)
            {
                reader.Dispose();
            }
        });
        Assert.All(seen, numbers => Assert.All(numbers, count => Assert.Equal(1, count)));
        Assert.Equal(_enough / writers * writers, first.Counts.Read);
        Assert.Equal(first.Counts.Read, first.Counts.Written);
    }

    private static bool TryRead(QueueReader reader, int[][] seen, int[] last)
    {
        var isRead = reader.TryRead(Worker.Watchdog, out var message);
        if (isRead)
        {
            Note(message.Span, seen, last);
        }

        return isRead;
    }

    private static bool TryLease(QueueReader reader, int[][] seen, int[] last)
    {
        var isLeased = reader.TryLease(Worker.Watchdog, out var lease);
        if (isLeased)
        {
            Note(lease.Span, seen, last);
            lease.Dispose();
        }

        return isLeased;
    }

    private static void Note(ReadOnlySpan<byte> bytes, int[][] seen, int[] last)
    {
        var value = BitConverter.ToInt64(bytes);
        var (writer, number) = ((int)(value >> 32), (int)value);
        Assert.Equal(8 + (number * 13 % 200), bytes.Length);
        Assert.True(bytes.Length < 9 || bytes[8..].SequenceEqual(Messages.Of(number, bytes.Length).AsSpan(8)), $"Message {number} is not whole.");
        Assert.True(number > last[writer], $"{number} of {writer} came after {last[writer]}.");
        last[writer] = number;
        _ = Interlocked.Increment(ref seen[writer][number]);
    }
}
