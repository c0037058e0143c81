using Mapwire.Peer;
using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a frame goes through a queue.</summary>
public sealed class FrameQueueCrashTests : IDisposable
{
    private const int Count = 3;
    private readonly Scene _scene = new();
    private readonly string _name = UniqueName.Local();
    private readonly FrameQueueWriter<long> _writer;
    private readonly FrameQueueReader<long> _reader;

    public FrameQueueCrashTests()
    {
        _writer = FrameQueueWriter<long>.Create(_name, FrameQueues.Of(QueueFullMode.Wait, Count, WaitStrategy.Park));
        _reader = FrameQueueReader<long>.Open(_name, new FrameQueueOptions { Waiting = WaitStrategy.Park });
    }

    public void Dispose()
    {
        using (_writer)
        {
            _scene.Dispose();
            RequireWhole();
            _reader.Dispose();
        }
    }

    [Theory]
    [InlineData(false, "lane", "reserve")]
    [InlineData(false, "lane", "reserve", "take")]
    [InlineData(false, "lane", "reserve", "take", "fill 7")]
    [InlineData(false, "lane", "reserve", "take", "fill 7", "foretell")]
    [InlineData(false, "lane", "reserve", "take", "fill 7", "foretell", "state")]
    [InlineData(true, "lane", "reserve", "take", "fill 7", "foretell", "state", "record 7")]
    [InlineData(true, "lane", "reserve", "take", "fill 7", "foretell", "state", "record 7", "told")]
    public void A_writer_killed_leaves_its_frame_or_nothing(bool isWritten, params string[] steps)
    {
        Put(1, 2);
        Assert.Equal("1, 2", FrameQueues.ReadAll(_reader));
        _scene.Kill(Part(steps));

        // Who waits for a frame is woken, and all but what is not read yet can be had.
        var waits = Scene.Begin(() => TryPut(10, Wait.Watchdog) && TryPut(11, Wait.Watchdog) && (isWritten || TryPut(12, Wait.Watchdog)));
        Assert.True(_scene.End(waits));
        Assert.False(_writer.TryLease(out _));
        Assert.Equal(isWritten ? ["7", "10", "11"] : ["10", "11", "12"], Numbers());
        Put(20, 22);
        Assert.Equal("20, 21, 22", FrameQueues.ReadAll(_reader));
    }

    [Fact]
    public void A_frame_that_was_told_of_and_read_is_not_the_dead_writers_any_more()
    {
        // Two of its frames are there when it dies behind the state of a third; one of them is being read.
        var dead = Part("lane");
        foreach (var number in (int[])[1, 2])
        {
            Steps(dead, "reserve", "take", $"fill {number}", "foretell", "state", $"record {number}");
        }

        using var first = _reader.Read();
        Steps(dead, "reserve", "take", "fill 3", "foretell", "state");
        Assert.Empty(RegionInspector.Verify(_name));
        _scene.Kill(dead);
        Wait.Until(IsRecovered);
        Assert.Equal([FrameSlotState.Published, FrameSlotState.Published, FrameSlotState.Free], _writer.Slots.Select(slot => slot.State));
        Put(4, 4);
        Assert.False(_writer.TryLease(out _));
        Assert.Equal(["2", "4"], Numbers());
        Assert.Equal("1", FrameQueues.Text(first));
    }

    [Fact]
    public void A_frame_of_a_reader_killed_goes_to_another_as_it_was()
    {
        Put(1, 3);
        var dead = _scene.Start();
        _ = dead.Tell("frame-queue-reader", _name);
        Assert.Equal("1", dead.Tell("frame-queue-take"));
        Assert.Equal("2", dead.Tell("frame-queue-take"));
        using (var third = _reader.Read())
        {
            Assert.Equal("3", FrameQueues.Text(third));
        }

        Put(4, 4);
        Assert.False(_writer.TryLease(out _));
        var waits = Scene.Begin(() => TryPut(5, Wait.Watchdog));
        AwaitAsleep();
        _scene.Kill(dead);
        List<string> found = [];
        for (var i = 0; i < 4; i++)
        {
            using var frame = _reader.Read(Wait.Watchdog);
            found.Add(FrameQueues.Text(frame));
        }

        Assert.Equal(["1 again", "2 again", "4", "5"], found.Order(StringComparer.Ordinal));
        Assert.True(_scene.End(waits));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("done", "free")]
    public void A_frame_that_is_done_comes_to_nobody_again_and_its_slot_is_found(params string[] steps)
    {
        Put(1, 3);
        using var first = _reader.Read();
        var dead = Part(["lease", .. steps]);
        _scene.Kill(dead);
        Wait.Until(IsRecovered);

        // Where it was killed before its slot was free, that is found when nothing before it is to be done any more.
        var isFree = steps.Contains("free");
        Assert.Equal(isFree, TryPut(4, TimeSpan.Zero));
        Assert.Equal("1", FrameQueues.Text(first));
        var waits = Scene.Begin(() => TryPut(5, Wait.Watchdog));
        AwaitAsleep();
        first.Dispose();
        Assert.True(_scene.End(waits));
        Assert.Equal(isFree ? "3, 4, 5" : "3, 5", FrameQueues.ReadAll(_reader));
    }

    [Fact]
    public void A_writer_killed_with_a_lease_while_another_waits_gives_it_back()
    {
        var dead = _scene.Start();
        _ = dead.Tell("frame-queue-writer", _name);
        Put(1, 2);
        Assert.Equal("leased", dead.Tell("frame-queue-lease", "9"));
        var waits = Scene.Begin(() => TryPut(3, Wait.Watchdog));
        AwaitAsleep();
        _scene.Kill(dead);
        Assert.True(_scene.End(waits));
        Assert.Equal("1, 2, 3", FrameQueues.ReadAll(_reader));
    }

    [Theory]
    [InlineData(false, "drop-claim 0")]
    [InlineData(true, "drop-claim 0", "drop-go")]
    public void A_writer_killed_while_it_drops_has_dropped_its_frame_or_not(bool isDropped, params string[] steps)
    {
        Put(1, 3);
        _scene.Kill(Part(steps));
        Wait.Until(IsRecovered);
        Assert.Equal(isDropped, TryPut(4, TimeSpan.Zero));
        Assert.Equal(isDropped ? "2, 3, 4" : "1 again, 2, 3", FrameQueues.ReadAll(_reader));
    }

    [Theory]
    [InlineData(QueueFullMode.Wait, 1)]
    [InlineData(QueueFullMode.DropOldest, 5)]
    public void Wherever_one_is_stopped_the_frames_of_what_is_not_done_are_there(QueueFullMode mode, int writes)
    {
        Conditions.NeedsUnix();
        using var reader = FrameQueueReader<long>.Create(UniqueName.Local(), FrameQueues.Of(mode, Count));
        var turning = _scene.Start();
        _ = turning.Tell("frame-queue-turn", reader.Name, Scene.Text(writes));
        Wait.Until(() => reader.Counts.Read > 1000);
        for (var stop = 0; stop < 400; stop++)
        {
            Signals.Stop(turning.Id);
            var faults = RegionInspector.Verify(reader.Name);
            Signals.Continue(turning.Id);
            Assert.True(faults.Count == 0, $"At stop {stop}: {string.Join('\n', faults)}");
        }

        _scene.Kill(turning);
        using var writer = FrameQueueWriter<long>.Open(reader.Name);
        while (reader.TryRead(out var frame))
        {
            frame.Dispose();
        }

        Assert.Equal("1, 2, 3", string.Join(", ", Enumerable.Range(1, Count).Where(number => FrameQueues.TryPut(writer, number))));
        Assert.Equal("1, 2, 3", FrameQueues.ReadAll(reader));
        Assert.Empty(RegionInspector.Verify(reader.Name));
    }

    private PeerProcess Part(params string[] steps)
    {
        var peer = _scene.Start();
        _ = peer.Tell("frame-queue-part", _name);
        Steps(peer, steps);
        return peer;
    }

    private static void Steps(PeerProcess peer, params string[] steps)
    {
        foreach (var step in steps)
        {
            Assert.DoesNotContain(peer.Tell(["frame-queue-step", .. step.Split(' ')]), (string[])["full", "none", "0 none"]);
        }
    }

    private bool TryPut(long number, TimeSpan timeout) => FrameQueues.TryPut(_writer, number, timeout);

    private void Put(int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            Assert.True(TryPut(number, TimeSpan.Zero), $"There is no frame for number {number}.");
        }
    }

    private IEnumerable<string> Numbers() => FrameQueues.ReadAll(_reader).Split(", ").OrderBy(one => one.Length).ThenBy(one => one, StringComparer.Ordinal);

    private void AwaitAsleep()
    {
        using var eye = new FrameQueueEye(_name);
        Wait.Until(() => eye.IsAsleepToWrite(0));
    }

    private void RequireWhole()
    {
        Wait.Until(IsRecovered);
        _ = FrameQueues.ReadAll(_reader);
        Put(1, Count);
        Assert.False(_writer.TryLease(out _));
        Assert.Equal("1, 2, 3", FrameQueues.ReadAll(_reader));
        Assert.All(_writer.Slots, slot => Assert.Equal(FrameSlotState.Free, slot.State));
        Assert.Empty(RegionInspector.Verify(_name));
    }

    private bool IsRecovered()
    {
        using var part = QueuePart.Open(_name);
        part.Handle.RecoverDead();
        return RegionInspector.Inspect(_name)!.Participants.Count == 3;
    }
}
