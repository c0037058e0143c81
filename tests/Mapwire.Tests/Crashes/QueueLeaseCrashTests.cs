using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill of one who leases messages, of one who takes over what another left, and of one who recovers a dead one.</summary>
public sealed class QueueLeaseCrashTests : IDisposable
{
    private readonly QueueScene _scene = new();
    private readonly QueueWriter _writer;
    private readonly QueueReader _reader;

    public QueueLeaseCrashTests()
    {
        _writer = _scene.OwnWriter();
        _reader = _scene.OwnReader();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _scene.Dispose();
    }

    [Fact]
    public void A_lease_whose_holder_was_killed_goes_to_another_marked()
    {
        QueueScene.Put(_writer, 1, 3);
        var dead = _scene.Reader(out _);
        Assert.Equal("1", dead.Tell("queue-lease"));
        var slot = _scene.OwnSlot();
        var wait = Scene.Begin(() => QueueScene.Lease(_reader, 3));
        _scene.AwaitAsleep(slot);
        _scene.Kill(dead);

        Assert.Equal("2, 3, 1 again", _scene.End(wait));
    }

    [Fact]
    public void A_lease_goes_through_a_chain_of_killed_holders()
    {
        QueueScene.Put(_writer, 1, 1);
        var dead = _scene.Reader(out _);
        Assert.Equal("1", dead.Tell("queue-lease"));
        for (var i = 0; i < 3; i++)
        {
            var next = _scene.Reader(out var slot);
            _ = next.Tell("queue-begin", "lease");
            _scene.AwaitAsleep(slot);
            _scene.Kill(dead);
            Assert.Equal("1 again", _scene.End(next));
            dead = next;
        }

        _scene.Kill(dead);
        Assert.Equal("1 again", _scene.ReadAfter(_reader, 1));
    }

    [Fact]
    public void A_lease_that_was_done_before_its_holder_was_killed_is_given_to_nobody()
    {
        QueueScene.Put(_writer, 1, 3);
        var dead = _scene.Reader(out _);
        _ = dead.Tell("queue-lease");
        _ = dead.Tell("queue-done");
        Assert.Equal("2", dead.Tell("queue-lease"));
        _scene.Kill(dead);

        Assert.Equal("3, 2 again", _scene.ReadAfter(_reader, 2));
        Assert.Empty(QueueScene.ReadAll(_reader));
        Assert.Equal((3, 1), (_reader.Counts.Read, _reader.Counts.Redelivered));
    }

    [Theory]
    [InlineData("measure", "1, 2")]
    [InlineData("intend", "1, 2")]
    [InlineData("move", "2, 1 again")]
    [InlineData("hold", "2, 1 again")]
    [InlineData("take", "2, 1 again")]
    [InlineData("let-go", "2")]
    [InlineData("orphan", "2, 1 again")]
    public void A_holder_of_a_lease_killed_at_any_step_leaves_the_message_to_others_until_it_is_done(string last, string left)
    {
        QueueScene.Put(_writer, 1, 2);
        var dead = _scene.Part(out _);
        foreach (var step in (string[])["lease-hand", "measure 0 1", "intend " + Scene.Text(HandState.Lease), "help", "move", "hold", "take"])
        {
            _ = QueueScene.Take(dead, step);
            if (step.StartsWith(last, StringComparison.Ordinal))
            {
                break;
            }
        }

        if (last is "let-go" or "orphan")
        {
            // Done, and the writer not rung; or given back with the hand as it is, and nobody told of it.
            _ = QueueScene.Take(dead, last == "orphan" ? ["next-at-start", "orphan"] : ["let-go"]);
        }

        _scene.Kill(dead);

        Assert.Equal(left, _scene.ReadAfter(_reader, left.Split(", ").Length));
        Assert.Empty(QueueScene.ReadAll(_reader));
    }

    [Fact]
    public void A_reader_killed_after_it_gave_a_lease_back_and_before_it_rang_leaves_no_reader_asleep()
    {
        QueueScene.Put(_writer, 1, 1);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "lease-hand", "measure 0 1", "intend " + Scene.Text(HandState.Lease), "help", "move", "hold", "take");
        var slot = _scene.OwnSlot();
        var wait = Scene.Begin(() => QueueScene.Read(_reader, 1));
        _scene.AwaitAsleep(slot);
        _ = QueueScene.Take(dead, "next-at-start", "orphan");
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        Assert.Equal("1 again", _scene.End(wait));
    }

    [Fact]
    public void A_holder_killed_after_its_lease_was_done_and_before_it_rang_leaves_no_writer_asleep()
    {
        using var writer = _scene.OwnWriter();
        var slot = _scene.OwnSlot();
        QueueScene.Put(writer, 1, 2, size: 1900);
        var dead = _scene.Part(out _);
        _ = QueueScene.Take(dead, "lease-hand", "measure 1 1", "intend " + Scene.Text(HandState.Lease), "move", "hold", "take");
        var wait = Scene.Begin(() => writer.TryWrite(QueueNumber.Bytes(3, 1000), Wait.Watchdog));
        _scene.AwaitAsleep(slot, toWrite: true);
        _ = QueueScene.Take(dead, "let-go");
        _scene.Kill(dead);

        Assert.True(_scene.End(wait));
        Assert.Equal("2, 3", QueueScene.Read(_reader, 2));
    }

    [Theory]
    [InlineData("adopt", "4, 5, 6, 7, 8, 9, 10, 11, 12, 1 again, 2 again, 3 again")]
    [InlineData("take", "4, 5, 6, 7, 8, 9, 10, 11, 12, 2 again, 3 again")]
    [InlineData("lease-adopt", "4, 5, 6, 7, 8, 9, 10, 11, 12, 1 again, 2 again, 3 again")]
    [InlineData("take of lease-adopt", "4, 5, 6, 7, 8, 9, 10, 11, 12, 1 again, 2 again, 3 again")]
    public void Who_is_killed_after_it_took_over_what_another_left_leaves_it_to_the_next(string last, string left)
    {
        QueueScene.Put(_writer, 1, 12);
        var first = _scene.Part(out _);
        _ = QueueScene.Take(first, "hand", "measure 0 3", "intend 0", "move");
        var second = _scene.Part(out _);
        _scene.Kill(first);
        _scene.Eye.Handle.RecoverDead();
        Assert.NotEqual("-1", QueueScene.Take(second, last.Contains("lease", StringComparison.Ordinal) ? "lease-adopt" : "adopt"));
        if (last.StartsWith("take", StringComparison.Ordinal))
        {
            Assert.Equal("1", QueueScene.Take(second, "take"));
        }

        _scene.Kill(second);

        Assert.Equal(left, _scene.ReadAfter(_reader, left.Split(", ").Length));
    }

    [Fact]
    public void What_was_left_by_one_and_taken_over_by_nobody_outlives_another_death()
    {
        QueueScene.Put(_writer, 1, 12);
        var first = _scene.Reader(out _);
        var second = _scene.Part(out _);
        Assert.Equal("1", first.Tell("queue-take"));
        _scene.Kill(first);
        _scene.Eye.Handle.RecoverDead();
        _scene.Kill(second);

        Assert.Equal("2 again, 3 again, 4, 5, 6, 7, 8, 9, 10, 11, 12", _scene.ReadAfter(_reader, 11));
    }

    [Theory]
    [InlineData(false, "lock")]
    [InlineData(false, "start-at-next")]
    [InlineData(false, "orphan")]
    [InlineData(false, "recover")]
    [InlineData(false, "free")]
    [InlineData(true, "lock")]
    [InlineData(true, "next-at-start")]
    [InlineData(true, "orphan")]
    [InlineData(true, "recover")]
    [InlineData(true, "free")]
    public void A_recoverer_killed_at_any_step_leaves_the_rest_to_the_next(bool isLease, string last)
    {
        QueueScene.Put(_writer, 1, 12);
        var dead = _scene.Reader(out var slot, prefetch: 3);
        Assert.Equal("1", dead.Tell(isLease ? "queue-lease" : "queue-take"));
        var hand = Enumerable.Range(0, _scene.Eye.Memory.Hands).Single(one => _scene.Eye.StateOf(one) is { Kind: HandState.Held } state && state.Slot == slot);
        var recoverer = _scene.Part(out _);
        _scene.Kill(dead);
        foreach (var step in Recovery(isLease, last))
        {
            _ = QueueScene.Take(recoverer, step switch
            {
                "lock" or "recover" or "free" => $"{step} {slot}",
                _ => $"{step} {hand}",
            });
        }

        var readers = _scene.OwnSlot();
        var left = isLease ? "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1 again" : "4, 5, 6, 7, 8, 9, 10, 11, 12, 2 again, 3 again";
        var wait = Scene.Begin(() => QueueScene.Read(_reader, left.Split(", ").Length));
        if (last is not ("recover" or "free" or "orphan"))
        {
            _scene.AwaitAsleep(readers);
        }

        _scene.Kill(recoverer);
        var read = _scene.End(wait).Split(", ");

        Assert.Equal(left.Split(", ").Order(), read.Order());
        Assert.Empty(QueueScene.ReadAll(_reader));
    }

    // What the recoverer does before it dies: steps of its own, or all of them and then one more.
    private static string[] Recovery(bool isLease, string last)
    {
        var start = isLease ? "next-at-start" : "start-at-next";
        return last switch
        {
            "lock" => ["lock"],
            "orphan" => ["lock", start, "orphan"],
            "recover" => ["lock", "recover"],
            "free" => ["lock", "recover", "free"],
            _ => ["lock", start],
        };
    }
}
