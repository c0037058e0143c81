using System.Globalization;
using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a frame is filled, published, held and read.</summary>
public sealed class FrameCrashTests : IDisposable
{
    private const int Count = 3;
    private const int Bytes = 3000;
    private readonly Scene _scene = new();
    private readonly string _name = UniqueName.Local();
    private readonly FramePublisher<long> _publisher;
    private readonly FrameSubscriber<long> _blocking;
    private readonly FrameSubscriber<long> _dropping;

    public FrameCrashTests()
    {
        _publisher = FramePublisher<long>.Create(
            _name, new FrameOptions { FrameBytes = Bytes, FrameCount = Count, MaxPublishers = 2, MaxParticipants = 8, Waiting = WaitStrategy.Park });
        _blocking = FrameSubscriber<long>.Open(_name, new FrameOptions { Waiting = WaitStrategy.Park });
        _dropping = FrameSubscriber<long>.Open(_name, new FrameOptions { Policy = SubscriberPolicy.DropOldest, Waiting = WaitStrategy.Park });
    }

    public void Dispose()
    {
        using (_publisher)
        {
            _scene.Dispose();
            _blocking.Dispose();
            _dropping.Dispose();
            RequireWhole();
        }
    }

    [Theory]
    [InlineData(false, "lane", "reserve")]
    [InlineData(false, "lane", "reserve", "mark 0")]
    [InlineData(false, "lane", "reserve", "mark 2")]
    [InlineData(false, "lane", "reserve", "take")]
    [InlineData(false, "lane", "reserve", "take", "fill 7")]
    [InlineData(false, "lane", "reserve", "take", "fill 7", "state")]
    [InlineData(true, "lane", "reserve", "take", "fill 7", "state", "record 7")]
    [InlineData(true, "lane", "reserve", "take", "fill 7", "state", "record 7", "where")]
    public void A_publisher_killed_leaves_its_frame_or_nothing(bool isPublished, params string[] steps)
    {
        Put(1, 2);
        Assert.Equal("1, 2", Read(_blocking));
        var dead = Part();
        foreach (var step in steps)
        {
            Assert.DoesNotContain(Take(dead, step), (string[])["full", "none", "missed"]);
        }

        _scene.Kill(dead);

        // Who waits for a frame is woken, and all but what is not read yet can be had.
        var waits = Scene.Begin(() => TryPut(10, Wait.Watchdog) && TryPut(11, Wait.Watchdog) && (isPublished || TryPut(12, Wait.Watchdog)));
        Assert.True(_scene.End(waits));
        Assert.False(_publisher.TryLease(out _));
        var expected = (isPublished ? "7, " : string.Empty) + "10, 11" + (isPublished ? string.Empty : ", 12");
        Assert.Equal(expected, string.Join(", ", Read(_blocking).Split(", ").Order(new Numeric())));
        Put(20, 22);
        Assert.Equal("20, 21, 22", Read(_blocking));
    }

    [Fact]
    public void What_the_dead_was_about_to_fill_is_not_filled_while_it_is_held()
    {
        Put(1, 3);
        Assert.Equal("1, 2, 3", Read(_blocking));
        using var held = _dropping.Read();
        var dead = Part();
        foreach (var step in (string[])["lane", "reserve", "mark 0"])
        {
            _ = Take(dead, step);
        }

        _scene.Kill(dead);
        Put(4, 5);

        // Who finds none looks after the dead.
        Assert.False(_publisher.TryLease(out _));
        Assert.Equal((FrameSlotState.Free, 2), (_publisher.Slots[0].State, _publisher.Slots[0].Generation));
        Assert.True(FrameNumber.IsWhole(held, Bytes));
        held.Dispose();
        Put(6, 6);
        Assert.Equal((FrameSlotState.Published, 3), (_publisher.Slots[0].State, _publisher.Slots[0].Generation));
        Assert.Equal("4, 5, 6", Read(_blocking));
    }

    [Theory]
    [InlineData("hold 0 0")]
    [InlineData("hold 1 15")]
    public void A_subscriber_killed_with_a_hold_holds_nothing(string step)
    {
        Put(1, 3);
        Assert.Equal("1, 2, 3", Read(_blocking));
        var dead = Part();
        _ = Take(dead, step);
        Put(4, 5);
        Assert.Equal("4, 5", Read(_blocking));
        var waits = Scene.Begin(() => TryPut(6, Wait.Watchdog) && TryPut(7, Wait.Watchdog) && TryPut(8, Wait.Watchdog));
        _scene.Kill(dead);
        Assert.True(_scene.End(waits));
        Assert.Equal("6, 7, 8", Read(_blocking));
    }

    [Theory]
    [InlineData("Block")]
    [InlineData("DropOldest")]
    [InlineData("Disconnect")]
    public void A_holder_killed_while_a_publisher_waits_gives_back_what_it_held(string policy)
    {
        var holder = _scene.Start();
        _ = holder.Tell("frame-subscriber", _name, policy);
        Put(1, 3);
        Assert.Equal("1, 2, 3", Read(_blocking));
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(Scene.Text(number), holder.Tell("frame-take"));
        }

        Assert.False(_publisher.TryLease(out _));
        var waits = Scene.Begin(() => TryPut(4, Wait.Watchdog));
        AwaitAsleep();
        _scene.Kill(holder);
        Assert.True(_scene.End(waits));
        Put(5, 6);
        Assert.Equal("4, 5, 6", Read(_blocking));
    }

    [Fact]
    public void A_publisher_killed_with_a_lease_while_another_waits_gives_it_back()
    {
        var dead = _scene.Start();
        _ = dead.Tell("frame-publisher", _name);
        Put(1, 2);
        Assert.Equal("leased", dead.Tell("frame-lease", "9"));
        var waits = Scene.Begin(() => TryPut(3, Wait.Watchdog));
        AwaitAsleep();
        _scene.Kill(dead);
        Assert.True(_scene.End(waits));
        Assert.Equal("1, 2, 3", Read(_blocking));
    }

    [Fact]
    public void What_a_stopped_subscriber_holds_stays_and_the_rest_goes_on()
    {
        Conditions.NeedsUnix();
        var stopped = _scene.Start();
        _ = stopped.Tell("frame-subscriber", _name, "DropOldest");
        Put(1, 2);
        Assert.Equal("1, 2", Read(_blocking));
        Assert.Equal("1", stopped.Tell("frame-take"));
        Signals.Stop(stopped.Id);
        for (var number = 3; number < 200; number++)
        {
            Assert.True(TryPut(number, TimeSpan.Zero));
            Assert.Equal(Scene.Text(number), Read(_blocking));
        }

        Assert.Empty(RegionInspector.Verify(_name));
        Assert.Equal(1, _publisher.Slots.Count(slot => slot.Holders.Count > 0));
        Signals.Continue(stopped.Id);
        Assert.Equal("whole", stopped.Tell("frame-look"));

        // Two places are left beside the one that it holds.
        Assert.Equal("lost 1-196, 198", stopped.Tell("frame-take"));
        Assert.Equal("dropped", stopped.Tell("frame-drop"));
    }

    [Fact]
    public void Who_stops_before_it_knows_whether_its_frame_is_held_keeps_no_other_from_the_rest()
    {
        Conditions.NeedsUnix();
        Put(1, 3);
        Assert.Equal("1, 2, 3", Read(_blocking));
        using var held = _dropping.Read();
        var stopped = Part();
        foreach (var step in (string[])["lane", "reserve", "mark 0"])
        {
            _ = Take(stopped, step);
        }

        Signals.Stop(stopped.Id);
        for (var number = 4; number < 100; number++)
        {
            Assert.True(TryPut(number, TimeSpan.Zero));
            Assert.Equal(Scene.Text(number), Read(_blocking));
        }

        Assert.True(FrameNumber.IsWhole(held, Bytes));
        Assert.Empty(RegionInspector.Verify(_name));
        Signals.Continue(stopped.Id);
    }

    [Fact]
    public void Wherever_one_is_stopped_nothing_is_wrong_with_the_pool()
    {
        Conditions.NeedsUnix();
        using var publisher = FramePublisher<long>.Create(UniqueName.Local(), new FrameOptions { FrameBytes = Bytes, FrameCount = Count, MaxPublishers = 3, MaxParticipants = 8 });
        var turning = ((int[])[1, 2]).Select(_ => _scene.Start()).ToList();
        turning.ForEach(one => one.Tell("frame-turn", publisher.Name));
        Wait.Until(() => publisher.Counts.Published > 1000);
        for (var stop = 0; stop < 400; stop++)
        {
            turning.ForEach(one => Signals.Stop(one.Id));
            var faults = RegionInspector.Verify(publisher.Name);
            turning.ForEach(one => Signals.Continue(one.Id));
            Assert.True(faults.Count == 0, $"At stop {stop}: {string.Join('\n', faults)}");
        }

        _scene.Kill([.. turning]);
        Assert.Empty(RegionInspector.Verify(publisher.Name));
        Assert.NotEmpty(RegionInspector.Recover(publisher.Name));
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    private PeerProcess Part()
    {
        var peer = _scene.Start();
        _ = peer.Tell("frame-part", _name);
        return peer;
    }

    private static string Take(PeerProcess peer, string step) => peer.Tell(["frame-step", .. step.Split(' ')]);

    private bool TryPut(long number, TimeSpan timeout)
    {
        if (!_publisher.TryLease(timeout, out var lease))
        {
            return false;
        }

        FrameNumber.Fill(lease, number);
        lease.Publish(number, FrameNumber.Length(number, Bytes));
        return true;
    }

    private void Put(int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            Assert.True(TryPut(number, TimeSpan.Zero), $"There is no frame for number {number}.");
        }
    }

    private static string Read(FrameSubscriber<long> subscriber)
    {
        List<string> found = [];
        while (subscriber.TryRead(out var frame))
        {
            using (frame)
            {
                found.Add(FrameVerbs.Text(frame, Bytes));
            }
        }

        return string.Join(", ", found);
    }

    private void AwaitAsleep()
    {
        using var eye = new Messaging.FrameEye(_name);
        Wait.Until(() => eye.IsAsleepToWrite(0));
    }

    private void RequireWhole()
    {
        Wait.Until(IsRecovered);
        Put(1, Count);
        Assert.All(_publisher.Slots, slot => Assert.True(slot.State == FrameSlotState.Published && slot.Holders.Count == 0 && slot.Awaited.Count == 0));
        Assert.Empty(RegionInspector.Verify(_name));
    }

    private bool IsRecovered()
    {
        using var part = TopicPart.Open(_name);
        part.Handle.RecoverDead();
        return _publisher.Slots.All(slot => slot.State != FrameSlotState.Filling && slot.Holders.Count == 0);
    }

    private sealed class Numeric : IComparer<string>
    {
        public int Compare(string? x, string? y) => int.Parse(x!, CultureInfo.InvariantCulture) - int.Parse(y!, CultureInfo.InvariantCulture);
    }
}
