using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a writer writes, waits for room, and ends the queue.</summary>
public sealed class QueueWriterCrashTests : IDisposable
{
    private readonly QueueScene _scene = new();
    private readonly QueueReader _reader;
    private readonly int _slot;

    public QueueWriterCrashTests()
    {
        _reader = _scene.OwnReader();
        _slot = _scene.OwnSlot();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _scene.Dispose();
    }

    [Theory]
    [InlineData("lane")]
    [InlineData("reserve 40")]
    [InlineData("fill 7 40")]
    public void A_writer_killed_before_it_published_leaves_nothing_and_its_lane_to_another(string last)
    {
        var dead = _scene.Part(out _);
        foreach (var step in (string[])["lane", "reserve 40", "fill 7 40"])
        {
            Assert.NotEqual("full", QueueScene.Take(dead, step));
            if (step == last)
            {
                break;
            }
        }

        var wait = Scene.Begin(() => QueueScene.Read(_reader, 3));
        _scene.AwaitAsleep(_slot);
        _scene.Kill(dead);
        QueueScene.Put(InLaneOfDead(), 1, 3);

        Assert.Equal("1, 2, 3", _scene.End(wait));
    }

    [Fact]
    public void A_claim_that_its_writer_left_open_when_it_was_killed_is_as_if_it_had_never_been()
    {
        var dead = _scene.Writer(out _);
        Assert.Equal("put", dead.Tell("queue-put", "1", "16"));
        Assert.Equal("claimed", dead.Tell("queue-claim", "7", "400"));
        _scene.Kill(dead);
        QueueScene.Put(InLaneOfDead(), 2, 3);

        Assert.Equal("1, 2, 3", _scene.ReadAfter(_reader, 3));
        Assert.Equal(3, _reader.Counts.Written);
    }

    [Fact]
    public void What_a_killed_writer_had_written_is_read()
    {
        var dead = _scene.Writer(out _);
        for (var value = 1; value <= 3; value++)
        {
            Assert.Equal("put", dead.Tell("queue-put", Scene.Text(value), "16"));
        }

        _scene.Kill(dead);
        Assert.Equal("1, 2, 3", _scene.ReadAfter(_reader, 3));
    }

    [Theory]
    [InlineData("publish 16")]
    [InlineData("publish-unmarked 16")]
    [InlineData("publish-unmarked 16 1")]
    public void A_writer_killed_after_it_published_and_before_it_rang_leaves_no_reader_asleep(string publish)
    {
        var dead = _scene.Part(out _);
        var wait = Scene.Begin(() => QueueScene.Read(_reader, 1));
        _scene.AwaitAsleep(_slot);
        _ = QueueScene.Take(dead, "lane", "reserve 16", "fill 1 16", publish);
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        Assert.Equal("1", _scene.End(wait));
    }

    [Theory]
    [InlineData(1, 16, 0)]
    [InlineData(1, 16, 1)]
    [InlineData(2, 16, 1)]
    [InlineData(170, 16, 0)]
    [InlineData(170, 400, 0)]
    [InlineData(170, 400, 1)]
    public void A_writer_killed_after_it_published_and_before_its_mark_told_of_it_is_followed_from_where_it_was(int before, int size, int isHalfMarked)
    {
        WriteAndRead(before);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "lane", $"reserve {size}", $"fill 7 {size}", $"publish-unmarked {size} {isHalfMarked}");
        _scene.Kill(dead);

        RequireFollowed(before, size);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(400)]
    public void A_writer_killed_before_it_published_the_first_of_several_leaves_none_of_them(int size)
    {
        KillAfterHalf("half-several 5 16");

        RequireNothingLeft(size, size);
    }

    [Theory]
    [InlineData(160, 400)]
    [InlineData(169, 16)]
    [InlineData(170, 16)]
    public void A_writer_killed_as_it_came_round_the_ring_is_followed_from_its_last_mark(int before, int size)
    {
        // 512 words, of which each message before takes three, and only the first has a mark behind it. Where the next does not fit before the end, the look for room makes another.
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "lane", $"write {before} 16");
        Assert.Equal(before, QueueScene.ReadAll(_reader).Split(", ").Length);
        _ = QueueScene.Take(dead, $"reserve {size}", $"fill 7 {size}", $"publish-unmarked {size}");
        _scene.Kill(dead);

        RequireFollowed(before, size);
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(8, 16)]
    [InlineData(8, 2000)]
    [InlineData(1000, 8)]
    public void A_writer_killed_between_the_record_at_the_rings_beginning_and_the_pad_before_it_leaves_nothing(int first, int second)
    {
        // 510 of the ring's 512 words have been written: a record of three lies at the beginning, and one of two fits exactly.
        WriteAndRead(170);
        KillAfterHalf("half-pad 7 16");

        RequireNothingLeft(first, second);
    }

    [Fact]
    public void A_writer_killed_while_it_waited_for_room_leaves_its_lane_to_another()
    {
        var dead = _scene.Writer(out var slot);
        var count = 0;
        while (dead.Tell("queue-put", Scene.Text(count + 1), "1000") == "put")
        {
            count++;
        }

        _ = dead.Tell("queue-begin", "write", "99", "1000");
        _scene.AwaitAsleep(slot, toWrite: true);
        _scene.Kill(dead);
        var writer = InLaneOfDead();
        Assert.False(writer.TryWrite(QueueNumber.Bytes(99, 1000)));

        Assert.Equal(string.Join(", ", Enumerable.Range(1, count)), _scene.ReadAfter(_reader, count));
        Assert.Empty(QueueScene.ReadAll(_reader));
        QueueScene.Put(writer, 5, 5, 1000);
        Assert.Equal("5", QueueScene.ReadAll(_reader));
    }

    [Fact]
    public void A_writer_that_waits_for_room_goes_on_when_another_reader_takes_over_what_a_killed_one_had()
    {
        using var writer = _scene.OwnWriter();
        var slot = _scene.OwnSlot();
        var count = 0;
        while (writer.TryWrite(QueueNumber.Bytes(count + 1, 160)))
        {
            count++;
        }

        var dead = _scene.Reader(out _, prefetch: 3);
        Assert.Equal("1", dead.Tell("queue-take"));
        var write = Scene.Begin(() =>
        {
            for (var value = count + 1; value <= count + 6; value++)
            {
                writer.Write(QueueNumber.Bytes(value, 160), Wait.Watchdog);
            }

            return true;
        });
        _scene.AwaitAsleep(slot, toWrite: true);
        var read = Scene.Begin(() => QueueScene.Read(_reader, count + 5));
        _scene.AwaitAsleep(_slot);
        Assert.False(write.IsOver);
        _scene.Kill(dead);

        Assert.Equal(
            Enumerable.Range(4, count - 3).Select(Scene.Text).Concat(["2 again", "3 again"]).Concat(Enumerable.Range(count + 1, 6).Select(Scene.Text)),
            _scene.End(read).Split(", "));
        Assert.True(_scene.End(write));
    }

    [Theory]
    [InlineData("about-to-complete")]
    [InlineData("completed")]
    public void A_writer_killed_in_the_middle_of_completing_has_completed(string last)
    {
        var dead = _scene.Part(out _);
        var reader = _scene.Reader(out var slot);
        _ = reader.Tell("queue-begin", "read");
        _scene.AwaitAsleep(slot);
        var wait = Scene.Begin(() => _reader.TryRead(Wait.Watchdog, out _));
        _scene.AwaitAsleep(_slot);
        _ = QueueScene.Take(dead, last);
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        Assert.False(_scene.End(wait));
        Assert.Equal("nothing will come", _scene.End(reader));
        Assert.False(_scene.OwnWriter().Complete());
    }

    [Fact]
    public void Readers_end_only_when_what_a_killed_reader_of_a_completed_queue_had_is_read()
    {
        var writer = _scene.OwnWriter();
        QueueScene.Put(writer, 1, 12);
        var dead = _scene.Reader(out _);
        Assert.Equal("1", dead.Tell("queue-take"));
        Assert.True(writer.Complete("over"));
        var wait = Scene.Begin(() => QueueScene.Read(_reader, int.MaxValue));
        _scene.AwaitAsleep(_slot);
        _scene.Kill(dead);

        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12, 2 again, 3 again", _scene.End(wait));
        Assert.Equal("over", Assert.Throws<QueueCompletedException>(() => _reader.Read(Wait.Watchdog)).Error);
    }

    [Fact]
    public void What_a_writer_was_dropping_when_it_was_killed_is_read()
    {
        QueueScene.Put(_scene.OwnWriter(), 1, 3);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "lane", "hand", "measure 0 1", "intend 0", "move", "hold");
        _scene.Kill(dead);

        Assert.Equal("2, 3, 1 again", _scene.ReadAfter(_reader, 3));
    }

    private void KillAfterHalf(string step)
    {
        var dead = _scene.Part(out _);
        Assert.Equal("half", QueueScene.Take(dead, "lane", step));
        _scene.Kill(dead);
    }

    // Neither at once nor behind what the next writer writes.
    private void RequireNothingLeft(int first, int second)
    {
        Assert.Empty(QueueScene.ReadAll(_reader));
        var writer = InLaneOfDead();
        var before = writer.Counts.Written;
        QueueScene.Put(writer, 1, 1, first);
        Assert.Equal("1", _scene.ReadAfter(_reader, 1));
        Assert.Empty(QueueScene.ReadAll(_reader));
        QueueScene.Put(writer, 2, 2, second);
        Assert.Equal("2", _scene.ReadAfter(_reader, 1));
        Assert.Empty(QueueScene.ReadAll(_reader));
        Assert.Equal(before + 2, writer.Counts.Written);
    }

    // The dead one's last message was a 7, and so many had come before it.
    private void RequireFollowed(int before, int size)
    {
        var writer = InLaneOfDead();
        Assert.Equal(before + 1, writer.Counts.Written);
        QueueScene.Put(writer, 8, 9, size);
        Assert.Equal("7, 8, 9", _scene.ReadAfter(_reader, 3));
        Assert.Equal(before + 3, writer.Counts.Written);
    }

    private QueueWriter InLaneOfDead()
    {
        var writer = _scene.OwnWriter();
        Assert.Equal(_scene.OwnSlot() + 1, _scene.Eye.Lane(0).Owner);
        return writer;
    }

    private void WriteAndRead(int count)
    {
        using var writer = QueueWriter.Open(_scene.Name);
        for (var value = 1; value <= count; value++)
        {
            QueueScene.Put(writer, value, value);
            Assert.Equal(Scene.Text(value), QueueScene.ReadAll(_reader));
        }
    }
}
