using Mapwire.Peer;
using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

/// <summary>What a look from outside says of a topic's room for frames: what each slot is, and who has it, also where that is dead.</summary>
public sealed class FrameInspectTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly FramePublisher<long> _publisher = FramePublisher<long>.Create(UniqueName.Local(), Frames.Small);

    public void Dispose()
    {
        using (_publisher)
        {
            _scene.Dispose();
            _ = RegionInspector.Recover(_publisher.Name);
            Assert.Empty(RegionInspector.Verify(_publisher.Name));
        }
    }

    [Fact]
    public void Each_slot_of_a_topic_is_told_by_what_it_is_needed_for()
    {
        Assert.Equal("free 4", Counts());
        using var blocking = FrameSubscriber<long>.Open(_publisher.Name);
        using var holding = FrameSubscriber<long>.Open(_publisher.Name, Frames.As(SubscriberPolicy.DropOldest));
        Put(1, 2);
        using var lease = _publisher.Lease();
        Assert.Equal("free 1, filling 1, waiting 2", Counts());
        var held = holding.Read();
        Assert.Equal("free 1, filling 1, waiting 1, held 1", Counts());
        blocking.Read().Dispose();
        Assert.Equal("free 1, filling 1, waiting 1, held 1", Counts());
        Assert.Equal([(0, 1, FrameSlotUse.Held), (1, 1, FrameSlotUse.Waiting), (2, 1, FrameSlotUse.Filling), (3, 0, FrameSlotUse.Free)], Slots().Select(slot => (slot.Number, (int)slot.Generation, slot.Use)));
        Assert.Equal(["held by 2", "awaited by 1", "filled by 0", ""], Slots().Select(FrameCounts.Who));
        held.Dispose();
        blocking.Read().Dispose();
        lease.Dispose();
        Assert.Equal("free 2, done 2", Counts());
    }

    [Fact]
    public void A_frame_that_is_held_may_still_be_awaited()
    {
        using var blocking = FrameSubscriber<long>.Open(_publisher.Name);
        using var holding = FrameSubscriber<long>.Open(_publisher.Name);
        Put(1, 1);
        using var held = holding.Read();
        Assert.Equal((FrameSlotUse.Held, "held by 2, awaited by 1"), (Slots()[0].Use, FrameCounts.Who(Slots()[0])));
    }

    [Theory]
    [InlineData("free 3, done 1", "take", "fill 7", "state")]
    [InlineData("free 3, done 1", "take", "fill 7", "state", "record 7")]
    [InlineData("free 4", "take", "fill 7")]
    public void What_a_dead_publisher_has_is_told_as_its_own_until_somebody_recovers_it(string after, params string[] steps)
    {
        var dead = _scene.Start();
        _ = dead.Tell("frame-part", _publisher.Name);
        foreach (var step in (string[])["lane", "reserve", .. steps])
        {
            _ = dead.Tell(["frame-step", .. step.Split(' ')]);
        }

        Assert.Equal(("free 3, filling 1", 1, true), (Counts(), Slots()[0].Filler, IsAlive(1)));
        Assert.Empty(RegionInspector.Verify(_publisher.Name));
        _scene.Kill(dead);
        Assert.Equal(("free 3, filling 1", 1, false), (Counts(), Slots()[0].Filler, IsAlive(1)));
        Assert.Empty(RegionInspector.Verify(_publisher.Name));
        _ = Assert.Single(RegionInspector.Recover(_publisher.Name));
        Assert.Equal((after, null), (Counts(), Slots()[0].Filler));
    }

    [Fact]
    public void What_a_dead_subscriber_holds_is_told_as_its_own_until_somebody_recovers_it()
    {
        var dead = _scene.Start();
        _ = dead.Tell("frame-subscriber", _publisher.Name, "Block");
        Put(1, 2);
        Assert.Equal("1", dead.Tell("frame-take"));
        _scene.Kill(dead);
        Assert.Equal(("free 2, waiting 1, held 1", false), (Counts(), IsAlive(1)));
        Assert.Equal(["held by 1", "awaited by 1", "", ""], Slots().Select(FrameCounts.Who));
        Assert.Empty(RegionInspector.Verify(_publisher.Name));
        _ = Assert.Single(RegionInspector.Recover(_publisher.Name));
        Assert.Equal("free 2, done 2", Counts());
    }

    [Fact]
    public void A_slot_that_was_written_over_is_told_as_unknown()
    {
        Put(1, 1);
        using var eye = new FrameEye(_publisher.Name);
        ref var state = ref eye.Slot(0).State;
        var before = state;
        foreach (var noise in (long[])[before | 3, -1, 3])
        {
            state = noise;
            Assert.Equal(("free 3, unknown 1", null), (Counts(), Slots()[0].Filler));
            Assert.Contains(RegionInspector.Verify(_publisher.Name), one => one.Contains("Frame 0 says 0x", StringComparison.Ordinal));
        }

        // Filled by one that cannot be.
        state = (1L << 16) | (9L << 2) | FrameState.Filling;
        Assert.Equal(("free 3, filling 1", null), (Counts(), Slots()[0].Filler));
        state = before;
    }

    [Fact]
    public void Who_looks_at_frames_changes_nothing()
    {
        using var subscriber = FrameSubscriber<long>.Open(_publisher.Name);
        Put(1, 3);
        using var held = subscriber.Read();
        using var lease = _publisher.Lease();
        using var bytes = new RegionBytes(_publisher.Name);
        var before = bytes.View.AsReadOnlySpan(0, (int)bytes.View.Length).ToArray();
        Assert.NotNull(RegionInspector.Inspect(_publisher.Name));
        Assert.Empty(RegionInspector.Verify(_publisher.Name));
        Assert.True(bytes.View.AsReadOnlySpan(0, before.Length).SequenceEqual(before));
    }

    private void Put(long first, long last)
    {
        for (var number = first; number <= last; number++)
        {
            using var lease = _publisher.Lease(TimeSpan.Zero);
            FrameNumber.Fill(lease, number);
            lease.Publish(number, FrameNumber.Length(number, Frames.Bytes));
        }
    }

    private IReadOnlyList<FrameSlotInfo> Slots() => RegionInspector.Inspect(_publisher.Name)!.Topic!.Frames!.Slots;

    private bool IsAlive(int slot) => RegionInspector.Inspect(_publisher.Name)!.Participants.Single(one => one.Slot == slot).IsAlive;

    private string Counts() => FrameCounts.Of(RegionInspector.Inspect(_publisher.Name)!.Topic!.Frames!);
}
