using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>A writer says now and then where it is; whoever counts or follows finds the rest by the records.</summary>
public class QueueMarkTests
{
    [Theory]
    [InlineData(0, 4096)]
    [InlineData(8, 4096)]
    [InlineData(120, 4096)]
    [InlineData(1500, 4096)]
    [InlineData(2032, 4096)]
    [InlineData(8, 65536)]
    [InlineData(100, 65536)]
    public void Every_message_is_counted_at_once_and_by_every_writer_that_follows(int length, long capacity)
    {
        var random = new Random(length);
        var options = new QueueOptions { Capacity = capacity, MaxParticipants = 3, MaxWriters = 1 };
        using var reader = QueueReader.Create(UniqueName.Local(), options);
        var message = new byte[length];
        var written = 0L;
        for (var writers = 0; writers < 40; writers++)
        {
            using var writer = QueueWriter.Open(reader.Name);
            Assert.Equal(written, writer.Counts.Written);
            for (var left = random.Next(0, 200); left > 0; left--)
            {
                Assert.True(writer.TryWrite(message));
                Assert.Equal(++written, reader.Counts.Written);
                Assert.Equal(written, RegionInspector.Inspect(reader.Name)!.Queue!.Lanes[0].Written);
                Assert.True(reader.TryRead(out _));
                Assert.False(reader.TryRead(out _));
            }
        }

        Assert.Empty(RegionInspector.Verify(reader.Name));
    }

    [Fact]
    public void Values_come_in_order_and_once_however_they_are_written_and_claimed()
    {
        var random = new Random(7);
        foreach (var (capacity, prefetch, isOnly) in (ReadOnlySpan<(long, int, bool)>)[(4096, 1, false), (4096, 256, true), (65536, 3, false), (65536, 256, false), (262144, 256, false), (262144, 64, true)])
        {
            var options = new QueueOptions { Capacity = capacity, Prefetch = prefetch, SingleReader = isOnly };
            using var writer = QueueWriter<(long Number, long Twice, long Thrice, long Again)>.Create(UniqueName.Local(), options);
            using var reader = QueueReader<(long Number, long Twice, long Thrice, long Again)>.Open(writer.Name, options);
            var (written, read) = (0L, 0L);
            var values = new (long Number, long Twice, long Thrice, long Again)[700];
            for (var step = 0; step < 3000; step++)
            {
                var count = random.Next(1, values.Length);
                for (var i = 0; i < count; i++)
                {
                    values[i] = (written + i, 2 * (written + i), 3 * (written + i), written + i);
                }

                if (random.Next(2) == 0)
                {
                    written += writer.TryWrite(values.AsSpan(0, count));
                }
                else
                {
                    for (var i = 0; i < count && writer.TryWrite(values[i]); i++)
                    {
                        written++;
                    }
                }

                count = random.Next(0, values.Length);
                if (random.Next(2) == 0)
                {
                    var taken = reader.TryRead(values.AsSpan(0, count));
                    for (var i = 0; i < taken; i++, read++)
                    {
                        Assert.Equal((read, 2 * read, 3 * read, read), values[i]);
                    }
                }
                else
                {
                    for (var i = 0; i < count && reader.TryRead(out var value); i++, read++)
                    {
                        Assert.Equal((read, 2 * read, 3 * read, read), value);
                    }
                }

                Assert.Equal(written, writer.Counts.Written);
            }

            while (reader.TryRead(out var value))
            {
                Assert.Equal(read++, value.Number);
            }

            Assert.Equal(written, read);
            Assert.Empty(RegionInspector.Verify(writer.Name));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void What_is_claimed_at_once_takes_an_eighth_of_the_lane_and_one_message_at_most(int prefetch)
    {
        using var ends = new Ends(new QueueOptions { Capacity = 65536, MaxParticipants = 2, MaxWriters = 1, Prefetch = prefetch });
        _ = ends.FillUp(1024);
        Assert.True(ends.Reader.TryRead(out _));
        var words = ends.Bytes.Hand(0).End - ends.Bytes.Hand(0).Start;
        Assert.InRange(words, 136, Math.Min(136 * prefetch, 1024 + 135));
        Assert.Equal(0, words % 136);
    }

    [Theory]
    [InlineData(8192, true)]
    [InlineData(1000, false)]
    public void Values_before_the_mark_are_claimed_without_a_look_at_them(int count, bool isMarked)
    {
        using var writer = QueueWriter<long>.Create(UniqueName.Local(), new QueueOptions { Capacity = 1 << 20, MaxParticipants = 2, MaxWriters = 1 });
        using var reader = QueueReader<long>.Open(writer.Name);
        for (var i = 0; i < count; i++)
        {
            Assert.True(writer.TryWrite(i));
        }

        // The word of the tenth, of which each takes two.
        using var bytes = new QueueBytes(writer.Name);
        bytes.Ring(0)[18 * sizeof(long)] ^= 1;
        if (!isMarked)
        {
            _ = Assert.Throws<InvalidRegionException>(() => reader.TryRead(out _));
            return;
        }

        Assert.True(reader.TryRead(out _));
        Assert.Equal(2 * 256, bytes.Hand(0).End - bytes.Hand(0).Start);
        for (var i = 1; i < 9; i++)
        {
            Assert.True(reader.TryRead(out var value));
            Assert.Equal(i, value);
        }

        _ = Assert.Throws<InvalidRegionException>(() => reader.TryRead(out _));
    }
}
