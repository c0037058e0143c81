using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

/// <summary>What a look from outside says of a queue's room for frames: what each slot is, and who has it, also where that is dead.</summary>
public sealed class FrameQueueInspectTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly FrameQueueWriter<long> _writer = FrameQueueWriter<long>.Create(UniqueName.Local(), FrameQueues.Small);

    public void Dispose()
    {
        using (_writer)
        {
            _scene.Dispose();
            _ = RegionInspector.Recover(_writer.Name);
            Assert.Empty(RegionInspector.Verify(_writer.Name));
        }
    }

    [Fact]
    public void Each_slot_of_a_queue_is_told_by_what_it_is_needed_for()
    {
        Assert.Equal("free 4", Counts());
        using var reader = FrameQueueReader<long>.Open(_writer.Name);
        Put(1, 2);
        using var lease = _writer.Lease();
        Assert.Equal("free 1, filling 1, waiting 2", Counts());
        var held = reader.Read();
        Assert.Equal("free 1, filling 1, waiting 1, held 1", Counts());
        Assert.Equal([(0, 1, FrameSlotUse.Held), (1, 1, FrameSlotUse.Waiting), (2, 1, FrameSlotUse.Filling), (3, 0, FrameSlotUse.Free)], Slots().Select(slot => (slot.Number, (int)slot.Generation, slot.Use)));
        Assert.Equal(["held by 1", "", "filled by 0", ""], Slots().Select(FrameCounts.Who));
        held.Dispose();
        lease.Dispose();
        Assert.Equal("free 3, waiting 1", Counts());
    }

    [Theory]
    [InlineData("take")]
    [InlineData("take", "fill 7", "foretell")]
    [InlineData("take", "fill 7", "foretell", "state")]
    public void What_a_dead_writer_has_is_told_as_its_own_until_somebody_recovers_it(params string[] steps)
    {
        Put(1, 1);
        var dead = Part(["lane", "reserve", .. steps]);
        Assert.Equal(("free 2, filling 1, waiting 1", 1, true), (Counts(), Slots()[1].Filler, IsAlive(1)));
        Assert.Empty(RegionInspector.Verify(_writer.Name));
        _scene.Kill(dead);
        Assert.Equal(("free 2, filling 1, waiting 1", 1, false), (Counts(), Slots()[1].Filler, IsAlive(1)));
        Assert.Empty(RegionInspector.Verify(_writer.Name));
        _ = Assert.Single(RegionInspector.Recover(_writer.Name));
        Assert.Equal(("free 3, waiting 1", null), (Counts(), Slots()[1].Filler));
    }

    [Fact]
    public void What_a_dead_writer_has_told_of_waits_for_a_reader()
    {
        Put(1, 1);
        var dead = Part("lane", "reserve", "take", "fill 7", "foretell", "state", "record 7");
        Assert.Equal("free 2, waiting 2", Counts());
        _scene.Kill(dead);
        Assert.Equal(("free 2, waiting 2", null), (Counts(), Slots()[1].Filler));
        _ = Assert.Single(RegionInspector.Recover(_writer.Name));
        Assert.Equal("free 2, waiting 2", Counts());
    }

    [Fact]
    public void What_a_dead_reader_has_is_told_as_its_own_until_somebody_recovers_it()
    {
        Put(1, 2);
        var dead = _scene.Start();
        _ = dead.Tell("frame-queue-reader", _writer.Name);
        Assert.Equal("1", dead.Tell("frame-queue-take"));
        _scene.Kill(dead);
        Assert.Equal(("free 2, waiting 1, held 1", false), (Counts(), IsAlive(1)));
        Assert.Equal(["held by 1", "", "", ""], Slots().Select(FrameCounts.Who));
        Assert.Empty(RegionInspector.Verify(_writer.Name));
        _ = Assert.Single(RegionInspector.Recover(_writer.Name));
        Assert.Equal("free 2, waiting 2", Counts());
    }

    [Fact]
    public void What_is_done_and_was_not_made_free_is_told_as_done()
    {
        Put(1, 2);
        _scene.Kill(Part("lease", "done"));
        Assert.Equal("free 2, waiting 1, done 1", Counts());
        _ = Assert.Single(RegionInspector.Recover(_writer.Name));
        Assert.Equal("free 2, waiting 1, done 1", Counts());
    }

    [Fact]
    public void A_slot_of_a_queue_that_was_written_over_is_told_as_unknown()
    {
        using var eye = new FrameQueueEye(_writer.Name);
        ref var state = ref eye.View.At<FrameSlotLayout>(eye.Frames.SlotOffset(3)).State;
        foreach (var noise in (long[])[3, -1, (5L << 16) | 3])
        {
            state = noise;
            Assert.Equal(("free 3, unknown 1", null), (Counts(), Slots()[3].Filler));
            Assert.Contains(RegionInspector.Verify(_writer.Name), one => one.Contains("Frame 3 says 0x", StringComparison.Ordinal));
        }

        state = 0;
    }

    private PeerProcess Part(params string[] steps)
    {
        var peer = _scene.Start();
        _ = peer.Tell("frame-queue-part", _writer.Name);
        foreach (var step in steps)
        {
            Assert.DoesNotContain(peer.Tell(["frame-queue-step", .. step.Split(' ')]), (string[])["full", "none"]);
        }

        return peer;
    }

    private void Put(long first, long last)
    {
        for (var number = first; number <= last; number++)
        {
            Assert.True(FrameQueues.TryPut(_writer, number));
        }
    }

    private IReadOnlyList<FrameSlotInfo> Slots() => RegionInspector.Inspect(_writer.Name)!.Queue!.Frames!.Slots;

    private bool IsAlive(int slot) => RegionInspector.Inspect(_writer.Name)!.Participants.Single(one => one.Slot == slot).IsAlive;

    private string Counts() => FrameCounts.Of(RegionInspector.Inspect(_writer.Name)!.Queue!.Frames!);
}
