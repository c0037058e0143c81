using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What stands in a queue of frames and cannot be is refused by name, and found by a look from outside.</summary>
public class FrameQueueDamageTests
{
    [Theory]
    [InlineData(8, -1, "slot of a frame")]
    [InlineData(8, 4, "slot of a frame")]
    [InlineData(12, -1, "length of a frame")]
    [InlineData(12, 5001, "length of a frame")]
    [InlineData(-8, 20, "length of a message")]
    public void What_tells_of_a_frame_of_a_queue_that_cannot_be_is_refused(int offset, int value, string field)
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        using var eye = new FrameQueueEye(writer.Name);
        eye.View.At<int>(eye.MessageAt(0, 0) + offset) = value;
        Assert.Contains(field, Assert.Throws<InvalidRegionException>(() => reader.TryRead(out _)).Message, StringComparison.Ordinal);

        // It does not come again, and nobody has it.
        Assert.False(reader.TryRead(out _));
        for (var number = 2; number < 10; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number));
            Assert.Equal($"{number}", FrameQueues.ReadAll(reader));
        }
    }

    [Theory]
    [InlineData(0, 3L, "state of frame 0")]
    [InlineData(128, (1024L << 1) | 1, "lane of frame 0")]
    public void A_slot_of_a_queue_that_cannot_be_is_refused(int offset, long value, string field)
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        for (var number = 0; number < 4; number++)
        {
            Assert.True(FrameQueues.TryPut(writer, number));
        }

        using var eye = new FrameQueueEye(writer.Name);
        eye.View.At<long>(eye.Frames.SlotOffset(0) + offset) = value;
        Assert.Contains(field, Assert.Throws<InvalidRegionException>(() => writer.TryLease(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_frames_that_cannot_be_is_refused()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var eye = new FrameQueueEye(writer.Name);
        foreach (var (count, bytes) in new[] { (0, 5000), (5, 5000), (-1, 5000), (4097, 5000), (4, -1), (4, 50_000) })
        {
            (eye.Queue.FrameCount, eye.Queue.FrameBytes) = (count, bytes);
            _ = Assert.Throws<InvalidRegionException>(() => FrameQueueReader<long>.Open(writer.Name));
        }

        (eye.Queue.FrameCount, eye.Queue.FrameBytes) = (4, 5000);
        FrameQueueReader<long>.Open(writer.Name).Dispose();
    }

    // In slot 0 a writer, in 1 a reader that has frame 0; frame 1 is not read, frame 2 is being filled.
    [Theory]
    [InlineData(0, 0, 3L, "Frame 0 says")]
    [InlineData(0, 0, (1L << 16) | (9L << 2) | 2, "Frame 0 says")]
    [InlineData(0, 0, (1L << 16) | (8L << 2) | 1, "being filled by slot 7, which is nobody's")]
    [InlineData(0, 0, (2L << 16) | (1L << 2) | 2, "The record at 0 of lane 0 tells of generation 1 of frame 0")]
    [InlineData(0, 0, 1L << 16, "The record at 0 of lane 0 tells of generation 1 of frame 0")]
    [InlineData(1, 0, 1L << 16, "The record at 4 of lane 0 tells of generation 1 of frame 1")]
    [InlineData(0, 128, 2L, "of its record, which nobody says")]
    [InlineData(0, 128, (2L << 1) | 1, "of its record, which nobody says")]
    [InlineData(0, 128, (5L << 12) | 1, "ends at 4, and its frame 0 says")]
    [InlineData(0, 128, (1L << 40) | 1, "which has been written up to 8")]
    [InlineData(0, 136, 7L, "is number 7, of 2 that were published")]
    [InlineData(0, 136, 1L, "Frame 0 is number 1; frames of a queue have none")]
    [InlineData(0, 128, 0L, "Frame 0 was published, and does not say where its record is")]
    [InlineData(0, 0, (1L << 2) | 2, "Frame 0 says")]
    [InlineData(0, 0, (1L << 16) | (2L << 2) | 1, "Frame 0 is being filled by slot 1, which has no lane")]
    [InlineData(3, 0, (1L << 16) | (1L << 2) | 1, "Frames 2 and 3 are both being filled by slot 0")]
    public void What_no_participant_leaves_in_a_queues_pool_is_found(int number, int offset, long value, string finding)
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        Assert.True(FrameQueues.TryPut(writer, 2));
        using var frame = reader.Read();
        using var lease = writer.Lease();
        Assert.Empty(RegionInspector.Verify(writer.Name));
        using var eye = new FrameQueueEye(writer.Name);
        ref var word = ref eye.View.At<long>(eye.Frames.SlotOffset(number) + offset);
        var before = word;
        word = value;
        var found = RegionInspector.Verify(writer.Name);
        word = before;
        Assert.Contains(found, one => one.Contains(finding, StringComparison.Ordinal));
        Assert.Empty(RegionInspector.Verify(writer.Name));
    }

    [Fact]
    public void A_look_says_what_is_in_the_pool_of_a_queue()
    {
        using var writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(writer.Name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        Assert.True(FrameQueues.TryPut(writer, 2));
        using var held = reader.Read();
        using var lease = writer.Lease();
        var queue = RegionInspector.Inspect(writer.Name)!.Queue!;
        Assert.Equal("frames with System.Int64", queue.MessageType);
        var frames = queue.Frames!;
        Assert.Equal((FrameQueues.Bytes, 2L), (frames.FrameBytes, frames.Published));
        Assert.Equal(
            [(FrameSlotState.Published, 1L), (FrameSlotState.Published, 1L), (FrameSlotState.Filling, 1L), (FrameSlotState.Free, 0L)],
            frames.Slots.Select(slot => (slot.State, slot.Generation)));
        Assert.Equal([false, true, false, false], frames.Slots.Select(slot => slot.IsWaiting));
        Assert.Equal([1], frames.Slots[0].Holders);
        Assert.Empty(frames.Slots[1].Holders);
        Assert.Equal(0, frames.Slots[2].Filler);
        Assert.Equal(reader.Slots.Select(slot => slot.State), frames.Slots.Select(slot => slot.State));
        using var plain = QueueWriter<long>.Create(UniqueName.Local());
        Assert.Null(RegionInspector.Inspect(plain.Name)!.Queue!.Frames);
    }
}
