using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>A frame of a queue goes to one reader, in place, and its room is filled again when that is done with it.</summary>
public class FrameQueueTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Every_frame_goes_to_one_reader_with_what_is_told_of_it(bool singleReader, bool singleWriter)
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), new FrameQueueOptions
        {
            FrameBytes = FrameQueues.Bytes,
            FrameCount = 4,
            MaxWriters = 2,
            MaxParticipants = 8,
            SingleReader = singleReader,
            SingleWriter = singleWriter,
        });
        using var first = FrameQueueReader<long>.Open(writer.Name);
        using var second = singleReader ? null : FrameQueueReader<long>.Open(writer.Name);
        for (var number = 0L; number < 5000; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number));
            using var frame = (number % 3 == 0 ? second ?? first : first).Read(TimeSpan.Zero);
            Assert.True(FrameQueues.IsWhole(frame));
            Assert.Equal((number, false), (frame.Metadata, frame.IsRedelivered));
            Assert.Equal(frame.Span, frame.Memory.Span);
            Assert.False((second ?? first).TryRead(out _));
        }

        Assert.Equal((5000L, 5000L, 0L), (writer.Counts.Written, writer.Counts.Read, writer.Counts.Redelivered));
        Assert.All(writer.Slots, slot => Assert.Equal(FrameSlotState.Free, slot.State));
        Assert.Empty(RegionInspector.Verify(writer.Name));
    }

    [Fact]
    public void A_picture_goes_through_a_queue_with_what_is_told_of_pictures()
    {
        using var writer = FrameQueueWriter.CreateOrOpen(UniqueName.Local(), out var created, FrameQueues.Small);
        using var reader = FrameQueueReader.CreateOrOpen(writer.Name, out var again);
        Assert.Equal((true, false), (created, again));
        var info = new FrameInfo { Sequence = 7, Width = 10, Height = 20, Stride = 40, Format = PixelFormat.Bgra32 };
        writer.Write(new byte[800], info);
        using var frame = reader.Read();
        Assert.Equal((info, 800), (frame.Metadata, frame.Length));
    }

    [Fact]
    public void What_a_reader_has_of_a_queue_stays_as_it_is_and_the_rest_goes_on()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        Assert.True(FrameQueues.TryPut(writer, 2));
        var (one, two) = (reader.Read(), reader.Read());

        // Those behind them in the lane come and go, in the two slots that are left, as many as there is room to tell of.
        for (var number = 3L; number < 1000; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number), $"There is no slot for {number}.");
            using var frame = reader.Read(TimeSpan.Zero);
            Assert.Equal(number, frame.Metadata);
            Assert.True(FrameQueues.IsWhole(frame) && FrameQueues.IsWhole(one) && FrameQueues.IsWhole(two));
        }

        two.Dispose();
        one.Dispose();
        Assert.All(writer.Slots, slot => Assert.Equal(FrameSlotState.Free, slot.State));
        Assert.Empty(RegionInspector.Verify(writer.Name));
    }

    [Fact]
    public void What_was_given_back_comes_again_marked_and_as_it_was()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        using var other = FrameQueueReader<long>.Open(writer.Name);
        for (var number = 1; number <= 3; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number));
        }

        var first = reader.Read();
        first.GiveBack();
        _ = Assert.Throws<ObjectDisposedException>(() => first.Span.Length);
        Assert.True(writer.Slots[0].IsWaiting);
        var second = reader.Read();
        Assert.Equal("1 again", FrameQueues.Text(second));
        reader.Dispose();

        // With one slot left, nothing is filled that is still to be done.
        Assert.True(FrameQueues.TryPut(writer, 4));
        Assert.False(writer.TryLease(out _));
        Assert.Equal("1 again, 2, 3, 4", FrameQueues.ReadAll(other));
        Assert.Equal(1, writer.Counts.Redelivered);
        Assert.All(writer.Slots, slot => Assert.Equal(FrameSlotState.Free, slot.State));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("done by another lane's reader")]
    [InlineData("abort")]
    [InlineData("leave of who fills")]
    public async Task A_writer_that_waits_for_a_frame_is_woken_by(string what)
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.Wait, 1, WaitStrategy.Park));
        using var other = FrameQueueWriter<long>.Open(writer.Name);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        var lease = default(FrameLease<long>);
        switch (what)
        {
            case "done":
                Assert.True(FrameQueues.TryPut(writer, 1));
                break;
            case "done by another lane's reader":
                Assert.True(FrameQueues.TryPut(other, 1));
                break;
            default:
                lease = other.Lease();
                break;
        }

        using var eye = new FrameQueueEye(writer.Name);
        var parked = Scene.Begin(() => FrameQueues.TryPut(writer, 2, Wait.Watchdog));
        Wait.Until(() => eye.IsAsleepToWrite(0));
        switch (what)
        {
            case "abort":
                lease.Dispose();
                break;
            case "leave of who fills":
                other.Dispose();
                break;
            default:
                reader.Read().Dispose();
                break;
        }

        Assert.True(parked.End().Value);
        Assert.Equal("2", FrameQueues.ReadAll(reader));
        using var again = await writer.LeaseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(FrameQueues.Bytes, again.Span.Length);
    }

    [Fact]
    public void Who_drops_the_oldest_drops_its_own_that_nobody_has()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.DropOldest));
        using var other = FrameQueueWriter<long>.Open(writer.Name);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        using var held = reader.Read();
        Assert.True(FrameQueues.TryPut(other, 100));
        for (var number = 2; number < 900; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number), $"There is no slot for {number}.");
        }

        // One is held, one is the other's.
        Assert.Equal((896L, true), (writer.Counts.Dropped, FrameQueues.IsWhole(held)));
        Assert.Empty(RegionInspector.Verify(writer.Name));
        Assert.Equal(["100", "898", "899"], FrameQueues.ReadAll(reader).Split(", ").Order(StringComparer.Ordinal));

        // Where readers have all of it, what is being written is dropped, or waited for.
        using var writer2 = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.DropOldest, 1));
        using var reader2 = FrameQueueReader<long>.Open(writer2.Name);
        Assert.True(FrameQueues.TryPut(writer2, 1));
        using var only = reader2.Read();
        Assert.False(writer2.TryLease(out _));
        Assert.True(writer2.TryWrite([1], 1));
        Assert.Equal(1, writer2.Counts.Dropped);
    }

    [Fact]
    public void Who_drops_the_newest_writes_nothing_where_there_is_no_frame()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.DropNewest, 2));
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        Assert.True(FrameQueues.TryPut(writer, 2));
        Assert.True(writer.TryWrite(new byte[10], 3));
        writer.Write(new byte[10], 4);
        Assert.False(writer.TryLease(out _));
        Assert.Equal((2L, 2L), (writer.Counts.Written, writer.Counts.Dropped));
        Assert.Equal("1, 2", FrameQueues.ReadAll(reader));
        Assert.True(writer.Complete());
        Assert.False(writer.TryWrite(new byte[10], 5));
        Assert.Empty(RegionInspector.Verify(writer.Name));
    }

    [Fact]
    public void A_frame_that_is_done_before_its_writer_goes_on_is_nobodys_to_change()
    {
        // Writers and readers that are as fast as they can with one slot: whoever writes where a slot was, once its record is there, writes into another's.
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Of(QueueFullMode.Wait, 2));
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        const int Count = 20_000;
        var writers = Enumerable.Range(0, 2).Select(which => Worker.Start(() =>
        {
            using var mine = which == 0 ? null : FrameQueueWriter<long>.Open(writer.Name);
            for (var number = 0L; number < Count; number++)
            {
                Assert.True(FrameQueues.TryPut(mine ?? writer, (number * 2) + which, Wait.Watchdog));
            }
        })).ToList();
        long[] next = [0, 1];
        for (var i = 0; i < 2 * Count; i++)
        {
            using var frame = reader.Read(Wait.Watchdog);
            Assert.True(FrameQueues.IsWhole(frame), $"Frame {frame.Metadata} is broken.");
            Assert.Equal(next[frame.Metadata % 2], frame.Metadata);
            next[frame.Metadata % 2] += 2;
        }

        writers.ForEach(one => one.Join());
        Assert.All(writer.Slots, slot => Assert.Equal(FrameSlotState.Free, slot.State));
        Assert.Empty(RegionInspector.Verify(writer.Name));
    }
}
