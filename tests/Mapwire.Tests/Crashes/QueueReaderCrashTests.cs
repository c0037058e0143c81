using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a reader claims messages, takes them and lets go of them. There are 1 to 12, of which it claims three: a quarter.</summary>
public sealed class QueueReaderCrashTests : IDisposable
{
    private static readonly string[] _held = ["hand", "measure 0 3", "intend 0", "help", "move", "hold"];
    private readonly QueueScene _scene = new();
    private readonly QueueWriter _writer;
    private readonly QueueReader _reader;
    private readonly int _writerSlot;

    public QueueReaderCrashTests()
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

    [Theory]
    [InlineData("hand")]
    [InlineData("measure")]
    [InlineData("intend")]
    [InlineData("help")]
    public void A_reader_killed_before_its_claim_was_one_takes_nothing_along(string last)
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, Until(last));
        _scene.Kill(dead);

        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", _scene.ReadAfter(_reader, 12));
    }

    [Fact]
    public void A_reader_killed_when_another_had_been_faster_takes_nothing_along()
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, Until("intend"));
        Assert.Equal("1", QueueScene.Read(_reader, 1));
        Assert.Equal("late", QueueScene.Take(dead, "help", "move"));
        _scene.Kill(dead);

        Assert.Equal("2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", _scene.ReadAfter(_reader, 11));
    }

    [Theory]
    [InlineData("move", false)]
    [InlineData("hold", false)]
    [InlineData("move", true)]
    [InlineData("hold", true)]
    public void A_reader_killed_after_it_claimed_leaves_all_of_it_to_others(string last, bool isAsleep)
    {
        QueueScene.Put(_writer, 1, 12);
        var slot = _scene.OwnSlot();
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, Until(last));
        if (isAsleep)
        {
            var wait = Scene.Begin(() => QueueScene.Read(_reader, 12));
            _scene.AwaitAsleep(slot);
            _scene.Kill(dead);
            Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12, 1 again, 2 again, 3 again", _scene.End(wait));
        }
        else
        {
            _scene.Kill(dead);
            Assert.Equal("1 again, 2 again, 3 again, 4, 5, 6, 7, 8, 9, 10, 11, 12", _scene.ReadAfter(_scene.OwnReader(), 12));
        }
    }

    [Fact]
    public void A_claim_of_which_only_the_head_tells_is_kept_by_the_next_who_claims()
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, Until("move"));
        Assert.Equal(HandState.Intent, KindOfHandOf(dead));
        Assert.Equal("4", QueueScene.Read(_reader, 1));
        Assert.Equal(HandState.Held, KindOfHandOf(dead));
        _scene.Kill(dead);

        Assert.Equal("5, 6, 7, 8, 9, 10, 11, 12, 1 again, 2 again, 3 again", _scene.ReadAfter(_reader, 11));
    }

    [Theory]
    [InlineData("move")]
    [InlineData("hold")]
    public void Nothing_is_written_over_what_a_killed_reader_had_claimed(string last)
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, Until(last));
        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12", QueueScene.ReadAll(_reader));
        _scene.Kill(dead);
        var count = 0;
        while (_writer.TryWrite(QueueNumber.Bytes(13 + count, QueueScene.Size)))
        {
            count++;
        }

        Assert.True(count > 100);
        var read = _scene.ReadAfter(_reader, count + 3);
        Assert.Equal(Enumerable.Range(13, count).Select(Scene.Text).Concat(["1 again", "2 again", "3 again"]), read.Split(", "));
        Assert.Empty(QueueScene.ReadAll(_reader));
        Assert.True(_writer.TryWrite(QueueNumber.Bytes(1, QueueScene.Size)));
        Assert.Equal("1", QueueScene.ReadAll(_reader));
    }

    [Fact]
    public void A_reader_killed_with_several_in_hand_loses_only_what_it_was_given()
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Reader(out _, prefetch: 4);
        Assert.Equal("1", dead.Tell("queue-take"));
        Assert.Equal("2", dead.Tell("queue-take"));
        _scene.Kill(dead);

        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12, 3 again", _scene.ReadAfter(_reader, 10));
        Assert.Empty(QueueScene.ReadAll(_reader));
        Assert.Equal((12, 12, 1), (_writer.Counts.Written, _reader.Counts.Read, _reader.Counts.Redelivered));
    }

    [Fact]
    public void What_a_killed_reader_leaves_goes_to_others_each_once()
    {
        QueueScene.Put(_writer, 1, 20);
        PeerProcess[] dead = [_scene.Reader(out _, prefetch: 8), _scene.Reader(out _, prefetch: 8)];
        Assert.Equal(["1", "6"], dead.Select(one => one.Tell("queue-take")));
        var other = _scene.OwnReader(prefetch: 1);
        Assert.True(_writer.Complete());
        var waits = new[] { _reader, other }.Select(reader => Scene.Begin(() => QueueScene.Read(reader, int.MaxValue))).ToList();
        _scene.Kill(dead);

        var read = waits.SelectMany(wait => _scene.End(wait).Split(", ", StringSplitOptions.RemoveEmptyEntries)).ToList();
        int[] expected = [.. Enumerable.Range(2, 4), .. Enumerable.Range(7, 14)];
        Assert.Equal(expected, read.Select(one => int.Parse(one.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.Equal(7, read.Count(one => one.EndsWith("again", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_reader_killed_after_it_took_all_leaves_nothing()
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, _held);
        Assert.Equal("3", QueueScene.Take(dead, "take", "take", "take"));
        _scene.Kill(dead);

        Assert.Equal("4, 5, 6, 7, 8, 9, 10, 11, 12", _scene.ReadAfter(_reader, 9));
    }

    [Theory]
    [InlineData("take")]
    [InlineData("let-go")]
    public void A_reader_killed_before_it_rang_the_writer_leaves_no_writer_asleep(string last)
    {
        QueueScene.Put(_writer, 1, 2, size: 1900);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "hand", "measure 0 1", "intend 0", "move", "hold");
        var wait = Scene.Begin(() => _writer.TryWrite(QueueNumber.Bytes(3, 1000), Wait.Watchdog));
        _scene.AwaitAsleep(_writerSlot, toWrite: true);
        Assert.Equal(last == "take" ? "1" : string.Empty, QueueScene.Take(dead, last == "take" ? ["take"] : ["take", "let-go"]));
        _scene.Kill(dead);

        Assert.True(_scene.End(wait));
        Assert.Equal("2, 3", QueueScene.Read(_reader, 2));
    }

    [Fact]
    public void A_reader_killed_in_its_sleep_is_in_nobodys_way()
    {
        var dead = _scene.Reader(out var slot);
        var other = _scene.Reader(out var last);
        BeginAsleep(dead, slot);
        BeginAsleep(other, last);
        _scene.Kill(dead);
        QueueScene.Put(_writer, 1, 1);

        Assert.Equal("1", _scene.End(other));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("read-async")]
    public void A_reader_that_was_rung_and_killed_before_it_looked_costs_the_others_nothing(string how)
    {
        // The ring goes round from the writer's slot, so the one that dies comes first.
        var dead = _scene.Part(out var slot);
        Assert.Equal("asleep", QueueScene.Take(dead, "sleep"));
        var other = _scene.Reader(out var last);
        BeginAsleep(other, last, how);
        QueueScene.Put(_writer, 1, 1);
        Assert.Equal(Bell.Rung, _scene.BellOf(slot));
        _scene.Kill(dead);

        Assert.Equal("1", _scene.End(other));
    }

    private static string[] Until(string last) => [.. _held[..(Array.FindIndex(_held, step => step.StartsWith(last, StringComparison.Ordinal)) + 1)]];

    private int KindOfHandOf(PeerProcess peer)
    {
        var slot = _scene.SlotOf(peer);
        return Enumerable.Range(0, _scene.Eye.Memory.Hands).Select(_scene.Eye.StateOf).Single(state => state.Slot == slot).Kind;
    }

    private void BeginAsleep(PeerProcess peer, int slot, string how = "read")
    {
        _ = peer.Tell("queue-begin", how);
        _scene.AwaitAsleep(slot);
    }
}
