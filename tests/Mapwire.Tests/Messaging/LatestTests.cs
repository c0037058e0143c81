using System.Diagnostics;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>Writing and reading latest values.</summary>
public class LatestTests
{
    private static readonly LatestOptions _small = new() { Capacity = 1000, MaxParticipants = 4 };

    [Fact]
    public void The_newest_value_is_read_as_often_as_one_asks_and_those_before_it_are_counted()
    {
        using var writer = LatestWriter.Create(UniqueName.Local(), _small);
        using var reader = LatestReader.Open(writer.Name);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _, out var stamp));
        Assert.Equal(default, stamp);
        Assert.Equal(0, writer.Version);
        for (var number = 1; number <= 20; number++)
        {
            writer.Write(Messages.Of(number, number * 50));
            Assert.Equal(number, writer.Version);
            for (var time = 0; time < 3; time++)
            {
                Assert.True(reader.TryRead(out var value, out stamp));
                Messages.Check(number, number * 50, value);
                Assert.Equal((number, 0), (stamp.Version, stamp.Skipped));
            }
        }

        for (var skipped = 0; skipped < 10; skipped++)
        {
            for (var i = 0; i <= skipped; i++)
            {
                writer.Write([(byte)i]);
            }

            Assert.True(reader.TryRead(out var value, out stamp));
            Assert.Equal([(byte)skipped], value.ToArray());
            Assert.Equal((writer.Version, skipped), (stamp.Version, stamp.Skipped));
        }

        using var late = LatestReader.Open(writer.Name);
        Assert.True(late.TryRead(out _, out var first));
        Assert.Equal((writer.Version, 0), (first.Version, first.Skipped));
        Assert.True(first == stamp);
        Assert.False(first != stamp);
        Assert.Equal(first.GetHashCode(), stamp.GetHashCode());
    }

    [Fact]
    public void Every_length_up_to_the_capacity_is_a_value()
    {
        using var writer = LatestWriter.Create(UniqueName.Local(), new LatestOptions { Capacity = 300 });
        using var reader = LatestReader.Open(writer.Name);
        Assert.Equal((300, 300), (writer.Capacity, reader.Capacity));
        for (var length = 0; length <= 300; length++)
        {
            writer.Write(Messages.Of(length, length));
            Messages.Check(length, length, reader.Read());
        }

        Assert.Contains("301", Assert.Throws<ArgumentException>(() => writer.Write(new byte[301])).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => writer.Claim(301));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => writer.Claim(-1));
        Messages.Check(300, 300, reader.Read());
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new LatestOptions { Capacity = 0 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new LatestOptions { Capacity = LatestMemory.MostBytes + 1 });
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new LatestOptions { MaxParticipants = 0 });
    }

    [Fact]
    public void Values_of_a_type_are_copied()
    {
        using var writer = LatestWriter<(long First, double Second, byte Third)>.Create(UniqueName.Local());
        using var reader = LatestReader<(long First, double Second, byte Third)>.Open(writer.Name);
        Assert.False(reader.TryRead(out _));
        for (var i = 1; i < 100; i++)
        {
            writer.Write((i, i / 3.0, (byte)i));
            Assert.True(reader.TryRead(out var value, out var stamp));
            Assert.Equal((i, i / 3.0, (byte)i), value);
            Assert.Equal(i, stamp.Version);
            Assert.Equal(value, reader.Read());
        }
    }

    [Fact]
    public void A_value_written_in_place_is_seen_when_it_is_published_and_never_if_it_is_not()
    {
        using var writer = LatestWriter.Create(UniqueName.Local(), _small);
        using var reader = LatestReader.Open(writer.Name);
        writer.Write(Messages.Of(1, 100));
        for (var number = 2; number < 20; number++)
        {
            using (var dropped = writer.Claim(1000))
            {
                dropped.Bytes.Fill(0xEE);
                Assert.Contains("claim", Assert.Throws<InvalidOperationException>(() => writer.Write([1])).Message, StringComparison.Ordinal);
                Assert.Contains("claim", Assert.Throws<InvalidOperationException>(() => writer.Claim(1)).Message, StringComparison.Ordinal);
                Messages.Check(number - 1, 99 + number - 1, reader.Read());
            }

            Messages.Check(number - 1, 99 + number - 1, reader.Read());
            var claim = writer.Claim(500);
            Assert.Equal(500, claim.Length);
            Messages.Fill(number, claim.Bytes);
            Messages.Check(number - 1, 99 + number - 1, reader.Read());
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => claim.Publish(501));
            claim.Publish(99 + number);
            Messages.Check(number, 99 + number, reader.Read());
            _ = Assert.Throws<ObjectDisposedException>(() => claim.Publish());
            _ = Assert.Throws<ObjectDisposedException>(() => claim.Bytes.Length);
            claim.Dispose();
            Assert.Equal(number, writer.Version);
        }
    }

    [Fact]
    public void The_age_is_the_time_since_the_value_was_written()
    {
        using var writer = LatestWriter<int>.Create(UniqueName.Local());
        using var reader = LatestReader<int>.Open(writer.Name);
        var before = Stopwatch.GetTimestamp();
        writer.Write(1);
        var after = Stopwatch.GetTimestamp();
        Thread.SpinWait(100_000);
        Assert.True(reader.TryRead(out _, out var stamp));
        var least = Stopwatch.GetElapsedTime(after);
        var age = stamp.Age;
        Assert.InRange(age, least, Stopwatch.GetElapsedTime(before));
        Assert.True(reader.TryRead(out _, out var again));
        Assert.True(again.Age >= age);
        using var bytes = new LatestBytes(writer.Name);
        foreach (var time in (long[])[long.MaxValue, -1, long.MinValue])
        {
            bytes.Buffer(1).Time = time;
            using var late = LatestReader<int>.Open(writer.Name);
            Assert.True(late.TryRead(out _, out stamp));
            Assert.Equal(TimeSpan.Zero, stamp.Age);
        }
    }

    [Fact]
    public void There_is_one_writer_at_a_time_and_the_next_counts_on()
    {
        using var writer = LatestWriter.Create(UniqueName.Local(), new LatestOptions { ParticipantName = "the thermometer", MaxParticipants = 4 });
        using var reader = LatestReader.Open(writer.Name);
        Assert.False(reader.IsWriterGone);
        foreach (var refused in (Action[])[() => LatestWriter.Open(writer.Name), () => LatestWriter.CreateOrOpen(writer.Name, out _), () => LatestWriter.TryOpen(writer.Name, out _)])
        {
            var message = Assert.Throws<InvalidOperationException>(refused).Message;
            Assert.Contains("the thermometer", message, StringComparison.Ordinal);
            Assert.Contains($"process {Environment.ProcessId}", message, StringComparison.Ordinal);
        }

        writer.Write([1]);
        writer.Write([2]);
        writer.Dispose();
        Assert.True(reader.IsWriterGone);
        Assert.Equal([2], reader.Read().ToArray());
        for (var next = 3; next < 12; next++)
        {
            using var successor = LatestWriter.Open(writer.Name);
            Assert.False(reader.IsWriterGone);
            Assert.Equal(next - 1, successor.Version);
            Assert.Equal([(byte)(next - 1)], reader.Read().ToArray());
            successor.Write([(byte)next]);
            Assert.True(reader.TryRead(out var value, out var stamp));
            Assert.Equal([(byte)next], value.ToArray());
            Assert.Equal((next, 0), (stamp.Version, stamp.Skipped));
        }
    }

    [Fact]
    public void Either_end_may_come_first_and_what_was_written_lives_as_long_as_anybody_has_it()
    {
        var name = UniqueName.Local();
        using (var reader = LatestReader<long>.CreateOrOpen(name, out var created))
        {
            Assert.True(created);
            Assert.True(reader.IsWriterGone);
            using (var writer = LatestWriter<long>.CreateOrOpen(name, out created))
            {
                Assert.False(created);
                Assert.EndsWith(name, writer.Name, StringComparison.Ordinal);
                writer.Write(7);
            }

            using var late = LatestReader<long>.Open(name);
            Assert.Equal(7, late.Read());
            Assert.Equal(7, reader.Read());
            Assert.Equal(Throw.AlreadyExistsCode, Assert.Throws<IOException>(() => LatestReader.Create(name)).HResult);
            Assert.Equal(Throw.AlreadyExistsCode, Assert.Throws<IOException>(() => LatestWriter<long>.Create(name)).HResult);
        }

        Assert.False(LatestReader.TryOpen(name, out _));
        Assert.False(LatestWriter.TryOpen(name, out _));
        Assert.False(LatestReader<int>.TryOpen(name, out _));
        Assert.False(LatestWriter<int>.TryOpen(name, out _));
        Assert.Contains(name, Assert.Throws<FileNotFoundException>(() => LatestReader.Open(name)).Message, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<FileNotFoundException>(() => LatestWriter<int>.Open(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_another_type_and_regions_of_another_kind_are_refused_and_both_are_named()
    {
        using var writer = LatestWriter<long>.Create(UniqueName.Local());
        AssertNames(() => LatestReader<ulong>.Open(writer.Name), "System.Int64", "System.UInt64");
        AssertNames(() => LatestReader.Open(writer.Name), "System.Int64", "bytes");
        AssertNames(() => LatestWriter.Open(writer.Name), "System.Int64", "bytes");
        AssertNames(() => QueueReader<long>.Open(writer.Name), "Latest", "Queue");
        using var queue = QueueWriter<long>.Create(UniqueName.Local());
        AssertNames(() => LatestReader<long>.Open(queue.Name), "Queue", "Latest");
        using var same = LatestReader<long>.Open(writer.Name);
    }

    [Fact]
    public void A_second_thread_in_a_writer_is_refused_and_no_value_is_of_both()
    {
        using var writer = LatestWriter.Create(UniqueName.Local(), new LatestOptions { Capacity = 1 << 16 });
        using var reader = LatestReader.Open(writer.Name);
        var refused = 0;
        Worker.All(2, thread =>
        {
            var value = new byte[1 << 16];
            for (var i = 0; i < Messages.Times(3000); i++)
            {
                value.AsSpan().Fill((byte)((i * 2) + thread));
                try
                {
                    writer.Write(value);
                    Thread.Yield();
                }
                catch (InvalidOperationException failure) when (failure.Message.Contains("another thread", StringComparison.Ordinal))
                {
                    _ = Interlocked.Increment(ref refused);
                }

                if (thread == 0 && reader.TryRead(out var read))
                {
                    Assert.False(read.ContainsAnyExcept(read[0]));
                }
            }
        });
        Assert.Equal((Messages.Times(3000) * 2) - refused, writer.Version);
    }

    private static void AssertNames(Action open, string found, string expected)
    {
        var message = Assert.Throws<InvalidRegionException>(open).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
