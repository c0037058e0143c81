using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill of the only reader that a queue has, which claims by a store what others claim by an exchange.</summary>
public sealed class QueueOnlyReaderCrashTests : IDisposable
{
    private readonly QueueScene _scene = new(new QueueOptions { Capacity = 4096, MaxParticipants = 8, MaxLeases = 8, SingleReader = true });
    private readonly QueueWriter _writer;
    private readonly int _writerSlot;

    public QueueOnlyReaderCrashTests()
    {
        _writer = _scene.OwnWriter();
        _writerSlot = _scene.OwnSlot();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void The_only_reader_killed_with_a_message_in_hand_loses_that_and_another_takes_its_place()
    {
        QueueScene.Put(_writer, 1, 6);
        var dead = _scene.Reader(out _);
        Assert.Equal("1", dead.Tell("queue-take"));
        Assert.Equal("2", dead.Tell("queue-take"));
        _ = Assert.Throws<InvalidOperationException>(() => _scene.OwnReader());
        _scene.Kill(dead);

        var reader = _scene.OwnReader();
        Assert.Equal("3, 4, 5, 6", _scene.ReadAfter(reader, 4));
        Assert.Empty(QueueScene.ReadAll(reader));
        Assert.Equal((6, 0), (reader.Counts.Read, reader.Counts.Redelivered));
    }

    [Fact]
    public void The_only_reader_killed_after_it_opened_its_hand_and_before_it_took_anything_takes_nothing_along()
    {
        QueueScene.Put(_writer, 1, 3);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "hand", "open 0");
        _scene.Kill(dead);

        Assert.Equal("1, 2, 3", _scene.ReadAfter(_scene.OwnReader(), 3));
    }

    [Theory]
    [InlineData("intend", "1, 2")]
    [InlineData("move", "1 again, 2")]
    [InlineData("hold", "1 again, 2")]
    [InlineData("take", "1 again, 2")]
    [InlineData("let-go", "2")]
    public void A_lease_of_the_only_reader_goes_to_the_next_unless_it_was_done(string last, string left)
    {
        QueueScene.Put(_writer, 1, 2);
        var dead = _scene.Part(out _);
        foreach (var step in (string[])["lease-hand", "measure 0 1", "intend " + Scene.Text(HandState.Lease), "help", "move", "hold", "take", "let-go"])
        {
            _ = QueueScene.Take(dead, step);
            if (step.StartsWith(last, StringComparison.Ordinal))
            {
                break;
            }
        }

        _scene.Kill(dead);
        Assert.Equal(left, _scene.ReadAfter(_scene.OwnReader(), left.Split(", ").Length));
    }

    [Fact]
    public void A_writer_waits_no_more_for_room_that_the_killed_only_reader_had_not_let_go_of()
    {
        QueueScene.Put(_writer, 1, 2, size: 1900);
        var dead = _scene.Reader(out _);
        Assert.Equal("1", dead.Tell("queue-take"));
        var wait = Scene.Begin(() => _writer.TryWrite(QueueNumber.Bytes(3, 1000), Wait.Watchdog));
        _scene.AwaitAsleep(_writerSlot, toWrite: true);
        _scene.Kill(dead);

        Assert.True(_scene.End(wait));
        Assert.Equal("2, 3", QueueScene.Read(_scene.OwnReader(), 2));
    }

    [Fact]
    public void A_stopped_only_reader_keeps_its_place_and_what_it_has()
    {
        Conditions.NeedsUnix();
        QueueScene.Put(_writer, 1, 3);
        var stopped = _scene.Reader(out _);
        Assert.Equal("1", stopped.Tell("queue-take"));
        Signals.Stop(stopped.Id);
        _ = Assert.Throws<InvalidOperationException>(() => _scene.OwnReader());
        QueueScene.Put(_writer, 4, 4);

        Signals.Continue(stopped.Id);
        Assert.Equal(["2", "3", "4", "none"], Enumerable.Range(0, 4).Select(_ => stopped.Tell("queue-take")));
    }
}
