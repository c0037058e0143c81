using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step of the protocol of a reader-writer lock.</summary>
public sealed class ReaderWriterCrashTests : IDisposable
{
    private readonly Scene _scene = new();
    private readonly SharedReaderWriterLock _lock;

    public ReaderWriterCrashTests() => _lock = SharedReaderWriterLock.Create(_scene.Region, "both");

    public void Dispose()
    {
        _lock.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_killed_writer_lets_in_who_waits_and_all_are_told()
    {
        var writer = _scene.Join("both");
        Assert.Equal("held", writer.Tell("acquire", "both"));
        var readers = new[] { BeginToRead(out _), BeginToRead(out _) };
        _scene.Kill(writer);

        Assert.All(readers, reader => Assert.Equal("held abandoned", _scene.End(reader)));
        Assert.False(_lock.TryAcquireWrite(out _));
        Assert.All(readers, reader => reader.Tell("release", "both:read"));
        Assert.True(_lock.TryAcquireWrite(out var hold));
        Assert.True(hold.IsAbandoned);
        hold.MarkRepaired();
        hold.Release();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_writer_killed_while_nobody_waits_is_found_dead_by_the_next_try(bool toRead)
    {
        var writer = _scene.Join("both");
        _ = writer.Tell("acquire", "both");
        Assert.False(_lock.TryAcquireRead(out _));
        _scene.Kill(writer);

        if (toRead)
        {
            Assert.True(_lock.TryAcquireRead(out var hold));
            Assert.True(hold.IsAbandoned);
            hold.Release();
        }
        else
        {
            Assert.True(_lock.TryAcquireWrite(out var hold));
            Assert.True(hold.IsAbandoned);
            hold.Release();
        }
    }

    [Fact]
    public void A_writer_killed_before_the_readers_were_out_abandons_nothing()
    {
        Assert.True(_lock.TryAcquireRead(out var mine));
        var writer = _scene.Join(out var slot, "both");
        _ = writer.Tell("begin", "both");
        _scene.AwaitAsleep("both", slot);
        var reader = BeginToRead(out _);
        _scene.Kill(writer);

        Assert.Equal("held", _scene.End(reader));
        mine.Release();
    }

    [Fact]
    public void A_reader_killed_inside_lets_the_writer_in_that_waits_for_it()
    {
        var reader = _scene.Join("both");
        Assert.Equal("held", reader.Tell("acquire", "both:read"));
        Assert.Equal("held", reader.Tell("acquire", "both:read"));
        var wait = Scene.Begin(() => _lock.TryAcquireWrite(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());
        _scene.AwaitAsleep("both", 0);
        _scene.Kill(reader);

        var got = _scene.End(wait);
        Assert.False(got.IsAbandoned);
        got.Release();
    }

    [Fact]
    public void A_reader_killed_while_nobody_waits_is_in_no_writers_way()
    {
        var reader = _scene.Join("both");
        Assert.Equal("reading", reader.Tell("step", "both", "read"));
        Assert.False(_lock.TryAcquireWrite(out _));
        _scene.Kill(reader);

        Assert.True(_lock.TryAcquireWrite(out var hold));
        hold.Release();
    }

    [Fact]
    public void A_writer_killed_after_it_let_the_readers_in_and_before_it_freed_the_lock_harms_no_reader()
    {
        var writer = _scene.Join("both");
        Assert.Equal("writing", writer.Tell("step", "both", "write"));
        var reader = BeginToRead(out _);
        Assert.Equal("let in", writer.Tell("step", "both", "let-in"));
        Assert.StartsWith("held", reader.Tell("ended"), StringComparison.Ordinal);
        _scene.Kill(writer);

        Assert.False(_lock.TryAcquireWrite(out _));
        _ = reader.Tell("release", "both:read");

        // A try beside the reader, which has waited and so recovers the dead writer itself, may come at that moment.
        Assert.True(_lock.TryAcquireWrite(Wait.Watchdog, out var hold));
        Assert.True(hold.IsAbandoned);
        hold.Release();
    }

    [Fact]
    public void A_writer_killed_after_it_freed_the_lock_and_before_it_rang_leaves_no_writer_asleep()
    {
        var dead = _scene.Join("both");
        _ = dead.Tell("step", "both", "write");
        var wait = Scene.Begin(() => _lock.TryAcquireWrite(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());
        _scene.AwaitAsleep("both", 0);
        Assert.Equal("freed", dead.Tell("step", "both", "free"));
        _scene.Kill(dead);

        var got = _scene.End(wait);
        Assert.False(got.IsAbandoned);
        got.Release();
    }

    [Fact]
    public void A_reader_killed_after_it_was_given_its_share_and_before_it_looked_is_in_no_writers_way()
    {
        Assert.True(_lock.TryAcquireWrite(out var mine));
        var dead = _scene.Join(out var slot, "both");
        Assert.Equal("asleep", dead.Tell("step", "both", "sleep-to-read"));
        mine.Release();
        Assert.Equal(Bell.Given, _scene.BellOf("both", slot, toRead: true));
        var wait = Scene.Begin(() => _lock.TryAcquireWrite(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());
        _scene.AwaitAsleep("both", 0);
        _scene.Kill(dead);

        _scene.End(wait).Release();
    }

    [Fact]
    public void A_waiting_writer_that_was_rung_and_killed_before_it_looked_costs_the_others_nothing()
    {
        Assert.True(_lock.TryAcquireWrite(out var mine));
        var dead = _scene.Join(out var slot, "both");
        var other = _scene.Join(out var last, "both");
        Assert.Equal("asleep", dead.Tell("step", "both", "sleep"));
        _ = other.Tell("begin", "both");
        _scene.AwaitAsleep("both", last);
        mine.Release();
        Assert.Equal(Bell.Rung, _scene.BellOf("both", slot));
        _scene.Kill(dead);

        Assert.Equal("held", _scene.End(other));
    }

    private PeerProcess BeginToRead(out int slot)
    {
        var reader = _scene.Join(out slot, "both");
        _ = reader.Tell("begin", "both:read");
        _scene.AwaitAsleep("both", slot, toRead: true);
        return reader;
    }
}
