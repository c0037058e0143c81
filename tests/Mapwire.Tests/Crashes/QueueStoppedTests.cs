using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A stopped writer or reader is alive: it keeps what it has, nobody waits for it, and it goes on where it was.</summary>
public sealed class QueueStoppedTests : IDisposable
{
    private readonly QueueScene _scene = new();
    private readonly QueueWriter _writer;
    private readonly QueueReader _reader;
    private readonly int _writerSlot;

    public QueueStoppedTests()
    {
        _writer = _scene.OwnWriter();
        _writerSlot = _scene.OwnSlot();
        _reader = _scene.OwnReader();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_reader_stopped_before_its_claim_was_one_holds_up_nobody_and_claims_anew_when_it_goes_on()
    {
        Conditions.NeedsUnix();
        QueueScene.Put(_writer, 1, 12);
        var stopped = _scene.Part(out _);
        _ = QueueScene.Take(stopped, "hand", "measure 0 3", "intend 0", "help");
        Signals.Stop(stopped.Id);
        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", QueueScene.ReadAll(_reader));

        // Round the ring several times, over the place that it is about to claim.
        for (var value = 13; value < 1000; value++)
        {
            QueueScene.Put(_writer, value, value);
            Assert.Equal(Scene.Text(value), QueueScene.ReadAll(_reader));
        }

        QueueScene.Put(_writer, 1000, 1011);
        Signals.Continue(stopped.Id);
        Assert.Equal("late", QueueScene.Take(stopped, "move"));
        Assert.Equal("1000", QueueScene.Take(stopped, "withdraw", "measure 0 2", "intend 0", "help", "move", "hold", "take"));
        Assert.Equal("1001", QueueScene.Take(stopped, "take"));
        Assert.Equal(string.Join(", ", Enumerable.Range(1002, 10)), QueueScene.ReadAll(_reader));
    }

    [Theory]
    [InlineData("move")]
    [InlineData("hold")]
    public void A_reader_stopped_after_it_claimed_keeps_that_and_holds_up_only_who_needs_its_room(string last)
    {
        Conditions.NeedsUnix();
        QueueScene.Put(_writer, 1, 12);
        var stopped = _scene.Part(out _);
        _ = QueueScene.Take(stopped, "hand", "measure 0 3", "intend 0", "help", "move");
        _ = last == "hold" ? QueueScene.Take(stopped, "hold") : string.Empty;
        Signals.Stop(stopped.Id);
        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12", QueueScene.ReadAll(_reader));
        var value = 13;
        while (_writer.TryWrite(QueueNumber.Bytes(value, QueueScene.Size)))
        {
            Assert.Equal(Scene.Text(value++), QueueScene.ReadAll(_reader));
        }

        // The lane is full because of it; every other lane goes on.
        var wait = Scene.Begin(() => _writer.TryWrite(QueueNumber.Bytes(value, QueueScene.Size), Wait.Watchdog));
        _scene.AwaitAsleep(_writerSlot, toWrite: true);
        var other = _scene.OwnWriter();
        for (var more = 1; more < 1000; more++)
        {
            QueueScene.Put(other, more, more);
            Assert.Equal(Scene.Text(more), QueueScene.ReadAll(_reader));
        }

        Assert.False(wait.IsOver);
        Signals.Continue(stopped.Id);
        _ = last == "move" ? QueueScene.Take(stopped, "hold") : string.Empty;
        Assert.Equal(["1", "2", "3"], Enumerable.Range(0, 3).Select(_ => QueueScene.Take(stopped, "take")));
        _ = QueueScene.Take(stopped, "let-go", "free-room");
        Assert.True(_scene.End(wait));
        Assert.Equal(Scene.Text(value), QueueScene.Read(_reader, 1));
    }

    [Fact]
    public void A_reader_stopped_with_several_in_hand_keeps_them_and_others_read_on()
    {
        Conditions.NeedsUnix();
        QueueScene.Put(_writer, 1, 12);
        var stopped = _scene.Reader(out _);
        Assert.Equal("1", stopped.Tell("queue-take"));
        Signals.Stop(stopped.Id);
        QueueScene.Put(_writer, 13, 13);
        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12, 13", QueueScene.Read(_reader, 10));
        Assert.False(_reader.TryRead(TimeSpan.FromMilliseconds(200), out _));

        Signals.Continue(stopped.Id);
        Assert.Equal(["2", "3", "none"], Enumerable.Range(0, 3).Select(_ => stopped.Tell("queue-take")));
    }

    [Fact]
    public void A_stopped_holder_of_a_lease_keeps_it()
    {
        Conditions.NeedsUnix();
        QueueScene.Put(_writer, 1, 2);
        var stopped = _scene.Reader(out _);
        Assert.Equal("1", stopped.Tell("queue-lease"));
        Signals.Stop(stopped.Id);
        Assert.Equal("2", QueueScene.Lease(_reader, 1));
        Assert.False(_reader.TryLease(TimeSpan.FromMilliseconds(200), out _));

        Signals.Continue(stopped.Id);
        _ = stopped.Tell("queue-done");
        Assert.False(_reader.TryLease(out _));
        Assert.Equal((2, 0), (_reader.Counts.Read, _reader.Counts.Redelivered));
    }

    [Fact]
    public void A_writer_stopped_in_the_middle_of_a_message_holds_up_nobody_and_publishes_when_it_goes_on()
    {
        Conditions.NeedsUnix();
        var stopped = _scene.Writer(out _);
        Assert.Equal("claimed", stopped.Tell("queue-claim", "7", "1000"));
        Signals.Stop(stopped.Id);
        for (var value = 1; value < 1000; value++)
        {
            QueueScene.Put(_writer, value, value);
            Assert.Equal(Scene.Text(value), QueueScene.ReadAll(_reader));
        }

        Signals.Continue(stopped.Id);
        Assert.Equal("published", stopped.Tell("queue-publish"));
        Assert.Equal("7", QueueScene.Read(_reader, 1));
    }

    [Fact]
    public void A_writer_stopped_between_publishing_and_ringing_holds_up_only_who_sleeps_until_another_message_comes()
    {
        Conditions.NeedsUnix();
        var stopped = _scene.Part(out _);
        var reader = _scene.Reader(out var slot);
        _ = reader.Tell("queue-begin", "read");
        _scene.AwaitAsleep(slot);
        _ = QueueScene.Take(stopped, "lane", "reserve 16", "fill 7 16", "publish 16");
        Signals.Stop(stopped.Id);
        Assert.Equal("7", QueueScene.ReadAll(_reader));
        QueueScene.Put(_writer, 1, 1);

        Assert.Equal("1", _scene.End(reader));
        Signals.Continue(stopped.Id);
        _ = QueueScene.Take(stopped, "tell", "reserve 16", "fill 8 16", "publish 16", "tell");
        Assert.Equal("8", QueueScene.Read(_reader, 1));
    }

    [Fact]
    public void A_reader_stopped_in_its_sleep_and_rung_holds_up_who_sleeps_until_another_message_comes()
    {
        Conditions.NeedsUnix();
        var stopped = _scene.Reader(out var slot);
        var other = _scene.Reader(out var last);
        foreach (var (peer, at) in (ReadOnlySpan<(PeerProcess, int)>)[(stopped, slot), (other, last)])
        {
            _ = peer.Tell("queue-begin", "read");
            _scene.AwaitAsleep(at);
        }

        Signals.Stop(stopped.Id);
        QueueScene.Put(_writer, 1, 1);
        Assert.Equal(Bell.Rung, _scene.BellOf(slot));
        QueueScene.Put(_writer, 2, 2);
        Assert.Equal("1", _scene.End(other));
        Assert.Equal("2", other.Tell("queue-take"));

        QueueScene.Put(_writer, 3, 3);
        Signals.Continue(stopped.Id);
        Assert.Equal("3", _scene.End(stopped));
    }
}
