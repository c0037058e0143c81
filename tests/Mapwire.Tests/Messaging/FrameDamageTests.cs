using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Messaging;

/// <summary>What stands in a topic of frames and cannot be is refused by name, and found by a look from outside.</summary>
public class FrameDamageTests
{
    [Theory]
    [InlineData(8, -1, "slot of a frame")]
    [InlineData(8, 4, "slot of a frame")]
    [InlineData(12, -1, "length of a frame")]
    [InlineData(12, 5001, "length of a frame")]
    public void What_tells_of_a_frame_that_cannot_be_is_refused(int offset, int value, string field)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        Assert.True(Frames.TryPut(publisher, 1));
        using var eye = new FrameEye(publisher.Name);
        eye.View.At<int>(eye.MessageAt(0, 0) + offset) = value;
        Assert.Contains(field, Assert.Throws<InvalidRegionException>(() => subscriber.TryRead(out _)).Message, StringComparison.Ordinal);
        Assert.Equal(0, subscriber.Held);
    }

    [Theory]
    [InlineData(0, 3L, "state of frame 0")]
    [InlineData(128, (1024L << 1) | 1, "lane of frame 0")]
    public void A_slot_that_cannot_be_is_refused(int offset, long value, string field)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        for (var number = 0; number < 4; number++)
        {
            Assert.True(Frames.TryPut(publisher, number));
        }

        using var eye = new FrameEye(publisher.Name);
        eye.View.At<long>(eye.Frames.SlotOffset(0) + offset) = value;
        Assert.Contains(field, Assert.Throws<InvalidRegionException>(() => publisher.TryLease(out _)).Message, StringComparison.Ordinal);
    }

    // In slot 0 a publisher, in 1 one that blocks and has read all; one frame is published, one is being filled.
    [Theory]
    [InlineData("slot", 0, 0, 3L, "Frame 0 says")]
    [InlineData("slot", 0, 0, (1L << 16) | (9L << 2) | 2, "Frame 0 says")]
    [InlineData("slot", 0, 0, (1L << 16) | 2, "Frame 0 says")]
    [InlineData("slot", 0, 0, (1L << 16) | (8L << 2) | 1, "being filled by slot 7, which is nobody's")]
    [InlineData("slot", 0, 0, (1L << 2) | 2, "Frame 0 says")]
    [InlineData("slot", 0, 0, (1L << 16) | (2L << 2) | 1, "Frame 0 is being filled by slot 1, which has no lane")]
    [InlineData("slot", 0, 0, (1L << 16) | (1L << 2) | 1, "Frames 0 and 1 are both being filled by slot 0")]
    [InlineData("slot", 0, 0, (9L << 16) | (1L << 2) | 1, "Frames 0 and 1 are both being filled by slot 0")]
    [InlineData("slot", 0, 0, 1L << 16, "The record at 0 of lane 0 tells of generation 1 of frame 0, which is of kind 0 and generation 1")]
    [InlineData("slot", 1, 0, (1L << 16) | (2L << 2) | 2, "Frame 1 does not say where its record is, and was published by slot 1, which has no lane")]
    [InlineData("slot", 1, 0, (1L << 16) | (8L << 2) | 2, "Frame 1 does not say where its record is, and was published by slot 7, which is nobody's")]
    [InlineData("slot", 1, 136, 1L, "Frame 1 is number 1, and so is frame 0")]
    [InlineData("slot", 0, 136, 0L, "Frame 0 is published, and has no number")]
    [InlineData("pool", 0, 128, -5L, "The number of frames that were published is -5")]
    [InlineData("record", 0, 0, 2L, "The record at 0 of lane 0 tells of generation 2 of frame 0")]
    [InlineData("record", 0, 0, 0L, "The record at 0 of lane 0 tells of generation 0 of frame 0")]
    [InlineData("record", 0, 8, 4L, "tells of 0 bytes in frame 4, which cannot be")]
    [InlineData("record", 0, 8, 5001L << 32, "tells of 5001 bytes in frame 0, which cannot be")]
    [InlineData("slot", 0, 128, 2L, "of its record, which nobody says")]
    [InlineData("slot", 0, 128, (9L << 12) | 1, "which has been written up to 4")]
    [InlineData("slot", 0, 128, (2L << 1) | 1, "of its record, which nobody says")]
    [InlineData("slot", 0, 136, 7L, "is number 7, of 1 that were published")]
    [InlineData("hold", 1, 0, 99L, "Slot 1 says 0x0000000000000063")]
    [InlineData("hold", 7, 8, (1L << 16) | 1, "Slot 7 is nobody's, and still holds frame 0")]
    [InlineData("hold", 1, 120, (5L << 16) | 1, "which has come to 1 only")]
    [InlineData("hold", 1, 120, (1L << 16) | 2, "Slot 1 holds frame 1 of generation 1, which was not published")]
    public void What_no_participant_leaves_in_a_pool_is_found(string where, int number, int offset, long value, string finding)
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var subscriber = FrameSubscriber<long>.Open(publisher.Name);
        Assert.True(Frames.TryPut(publisher, 1));
        subscriber.Read().Dispose();
        using var lease = publisher.Lease();
        Assert.Empty(RegionInspector.Verify(publisher.Name));
        using var eye = new FrameEye(publisher.Name);
        ref var word = ref eye.View.At<long>(offset + where switch
        {
            "slot" => eye.Frames.SlotOffset(number),
            "pool" => eye.Frames.PoolOffset,
            "record" => eye.MessageAt(0, 0),
            _ => eye.Frames.HoldsOffset(number),
        });
        var before = word;
        word = value;
        var found = RegionInspector.Verify(publisher.Name);
        word = before;
        Assert.Contains(found, one => one.Contains(finding, StringComparison.Ordinal));
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    [Fact]
    public void A_look_says_what_is_in_the_pool()
    {
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);
        using var blocking = FrameSubscriber<long>.Open(publisher.Name);
        using var holding = FrameSubscriber<long>.Open(publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        Assert.True(Frames.TryPut(publisher, 1));
        Assert.True(Frames.TryPut(publisher, 2));
        blocking.Read().Dispose();
        using var held = holding.Read();
        using var lease = publisher.Lease();
        var topic = RegionInspector.Inspect(publisher.Name)!.Topic!;
        Assert.Equal("frames with System.Int64", topic.MessageType);
        var frames = topic.Frames!;
        Assert.Equal((Frames.Bytes, 2L), (frames.FrameBytes, frames.Published));
        Assert.Equal(
            [(FrameSlotState.Published, 1L), (FrameSlotState.Published, 1L), (FrameSlotState.Filling, 1L), (FrameSlotState.Free, 0L)],
            frames.Slots.Select(slot => (slot.State, slot.Generation)));
        Assert.Equal([2], frames.Slots[0].Holders);
        Assert.Empty(frames.Slots[0].Awaited);
        Assert.Equal([1], frames.Slots[1].Awaited);
        Assert.Equal(0, frames.Slots[2].Filler);
    }
}
