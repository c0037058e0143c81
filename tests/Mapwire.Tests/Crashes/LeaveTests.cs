using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>Who leaves recovers itself, and nobody else notices: all that it held must go on by its own rings.</summary>
public sealed class LeaveTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_mutex_goes_to_who_waits_and_counts_as_abandoned()
    {
        using var mutex = SharedMutex.Create(_scene.Region, "mutex");
        var leaving = Holder("mutex", "mutex");
        var other = BeginAsleep("mutex", "mutex");
        Assert.Equal("left", leaving.Tell("leave"));

        Assert.Equal("held abandoned", _scene.End(other));
    }

    [Fact]
    public void All_its_permits_go_to_as_many_who_wait()
    {
        using var semaphore = SharedSemaphore.Create(_scene.Region, "semaphore", 3);
        var leaving = Holder("semaphore", "semaphore semaphore 3");
        _ = leaving.Tell("acquire", "semaphore");
        _ = leaving.Tell("acquire", "semaphore");
        var others = Enumerable.Range(0, 3).Select(_ => BeginAsleep("semaphore", "semaphore semaphore 3")).ToList();
        _ = leaving.Tell("leave");

        Assert.All(others, other => Assert.Equal("held", _scene.End(other)));
    }

    [Fact]
    public void Readers_are_let_in_where_a_writer_leaves()
    {
        using var both = SharedReaderWriterLock.Create(_scene.Region, "both");
        var leaving = Holder("both", "both");
        var readers = new[] { BeginAsleep("both:read", "both"), BeginAsleep("both:read", "both") };
        _ = leaving.Tell("leave");

        Assert.All(readers, reader => Assert.Equal("held abandoned", _scene.End(reader)));
    }

    [Fact]
    public void A_writer_is_let_in_where_the_last_reader_leaves()
    {
        using var both = SharedReaderWriterLock.Create(_scene.Region, "both");
        var leaving = Holder("both:read", "both");
        var writer = BeginAsleep("both", "both");
        _ = leaving.Tell("leave");

        Assert.Equal("held", _scene.End(writer));
    }

    [Fact]
    public void A_phase_is_completed_where_a_member_leaves_and_counts_none_as_lost()
    {
        using var barrier = SharedBarrier.Create(_scene.Region, "barrier", 2);
        var leaving = _scene.Join("barrier barrier 2");
        _ = leaving.Tell("begin", "barrier");
        Assert.True(barrier.TrySignalAndWait(Wait.Watchdog, out _));
        _ = leaving.Tell("ended");
        var wait = Scene.Begin(() => barrier.SignalAndWait(Wait.Watchdog));
        _scene.AwaitAsleep("barrier", 0);
        _ = leaving.Tell("leave");

        Assert.Equal(new BarrierPhase(1, false), _scene.End(wait));
    }

    [Fact]
    public void What_it_began_is_begun_again_by_who_waits()
    {
        using var once = SharedOnce.Create(_scene.Region, "once");
        var leaving = Holder("once", "once");
        var other = BeginAsleep("once", "once");
        _ = leaving.Tell("leave");

        Assert.Equal("mine again", _scene.End(other));
    }

    private PeerProcess Holder(string name, string opened)
    {
        var peer = _scene.Join(opened);
        Assert.NotEqual("busy", peer.Tell("acquire", name));
        return peer;
    }

    private PeerProcess BeginAsleep(string name, string opened)
    {
        var peer = _scene.Join(out var slot, opened);
        _ = peer.Tell("begin", name);
        _scene.AwaitAsleep(name.Split(':')[0], slot, toRead: name.EndsWith(":read", StringComparison.Ordinal));
        return peer;
    }
}
