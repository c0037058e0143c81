using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A writer or a reader of latest values that is killed at any step: the newest value is whole, and another goes on.</summary>
public sealed class LatestCrashTests : IDisposable
{
    private readonly LatestScene _scene = new();

    /// <summary>The steps of a write, up to where the writer is killed.</summary>
    public static TheoryData<int> Steps { get; } = [0, 1, 2, 3, 4];

    public void Dispose() => _scene.Dispose();

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_writer_killed_before_its_value_is_shown_leaves_the_one_before(int steps)
    {
        var dead = StepsBehind(2);
        _ = LatestScene.Take(dead, Before(steps));
        Assert.Equal("2 version 2", _scene.Read());
        _scene.Kill(dead);

        Assert.Equal("2 version 2", _scene.Read());
        _scene.RequireFollowed(2);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_writer_killed_at_its_first_value_leaves_none(int steps)
    {
        var dead = _scene.Steps();
        _ = LatestScene.Take(dead, Before(steps));
        _scene.Kill(dead);

        Assert.Equal("none", _scene.Read());
        Assert.True(_scene.Reader.IsWriterGone);
        _scene.RequireFollowed(0);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("tell")]
    public void A_writer_killed_after_its_value_is_shown_leaves_that(string last)
    {
        var dead = StepsBehind(6);
        _ = LatestScene.Take(dead, "begin", $"fill 7 {LatestScene.Size}", $"finish {LatestScene.Size}", "show");
        _ = last == "tell" ? LatestScene.Take(dead, "tell") : string.Empty;
        _scene.Kill(dead);

        Assert.Equal("7 version 7", _scene.Read());
        _scene.RequireFollowed(7);
    }

    [Fact]
    public void A_writer_killed_with_an_open_claim_leaves_the_value_before()
    {
        var dead = _scene.Writer();
        LatestScene.Write(dead, 1, 2, 3, 4, 5);
        _ = dead.Tell("latest-claim", "6", "4096");
        _scene.Kill(dead);

        Assert.Equal("5 version 5", _scene.Read());
        _scene.RequireFollowed(5);
    }

    [Fact]
    public void Readers_that_sleep_are_told_of_the_death_of_the_writer_and_of_what_its_successor_writes()
    {
        var dead = _scene.Writer();
        LatestScene.Write(dead, 1);
        Assert.Equal("1 version 1", _scene.Read());
        var other = _scene.OtherReader();
        Assert.Equal("1 version 1 skipped 0", other.Tell("latest-read"));
        _ = other.Tell("latest-begin", "wait-async");
        _scene.AwaitAsleep(2);
        var wait = _scene.BeginWait();
        Assert.False(_scene.Reader.IsWriterGone);
        _scene.Kill(dead);

        Assert.Equal(LatestChange.WriterGone, _scene.End(wait));
        Assert.Equal("WriterGone", _scene.End(other));
        Assert.True(_scene.Reader.IsWriterGone);
        _ = other.Tell("latest-begin", "wait");
        _scene.AwaitAsleep(2);
        wait = _scene.BeginWait();
        _scene.RequireFollowed(1, 1);
        Assert.Equal(LatestChange.NewValue, _scene.End(wait));
        Assert.Equal("NewValue", _scene.End(other));
        Assert.Equal("101 version 2 skipped 0", other.Tell("latest-read"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Readers_that_sleep_are_told_of_the_value_of_a_writer_that_was_killed_before_it_told_them(bool isAsync)
    {
        var dead = _scene.Steps();
        var wait = _scene.BeginWait(isAsync);
        _ = LatestScene.Take(dead, "begin", $"fill 1 {LatestScene.Size}", $"finish {LatestScene.Size}", "show");
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        Assert.Equal(LatestChange.NewValue, _scene.End(wait));
        Assert.Equal("1 version 1", _scene.Read());
        Assert.Equal(LatestChange.WriterGone, _scene.Reader.WaitForChange(Wait.Watchdog));
        _scene.RequireFollowed(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_that_was_rung_and_not_woken_goes_on_when_who_rang_it_is_killed(bool isAsync)
    {
        var dead = _scene.Steps();
        var wait = _scene.BeginWait(isAsync);
        _ = LatestScene.Take(dead, "begin", $"fill 1 {LatestScene.Size}", $"finish {LatestScene.Size}", "show");
        Assert.Equal("rung", LatestScene.Take(dead, "ring-without-waking 0"));
        _scene.Kill(dead);

        Assert.Equal(LatestChange.NewValue, _scene.End(wait));
        Assert.Equal("1 version 1", _scene.Read());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_writer_killed_while_it_left_is_recovered_from_there(bool isAsync)
    {
        var dead = _scene.Steps();
        var wait = _scene.BeginWait(isAsync);
        _ = LatestScene.Take(dead, "free-writer");
        Assert.False(wait.IsOver);
        _scene.Kill(dead);

        Assert.Equal(LatestChange.WriterGone, _scene.End(wait));
        _scene.RequireFollowed(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_killed_reader_holds_up_nobody(bool isAsleep)
    {
        using var writer = LatestWriter.Open(_scene.Name);
        var dead = _scene.OtherReader();
        if (isAsleep)
        {
            _ = dead.Tell("latest-begin", "wait");
            _scene.AwaitAsleep(2);
        }

        _scene.Kill(dead);
        for (var value = 1; value < 50; value++)
        {
            writer.Write(Peer.QueueNumber.Bytes(value, LatestScene.Size));
            Assert.Equal($"{value} version {value}", _scene.Read());
        }

        Assert.False(_scene.Reader.IsWriterGone);
    }

    private PeerProcess StepsBehind(int count)
    {
        var peer = _scene.Steps();
        for (var value = 1; value <= count; value++)
        {
            _ = LatestScene.Take(peer, "begin", $"fill {value} {LatestScene.Size}", $"finish {LatestScene.Size}", "show", "tell");
            Assert.Equal($"{value} version {value}", _scene.Read());
        }

        return peer;
    }

    private static string[] Before(int steps) => [.. new[] { "begin", $"half 9 {LatestScene.Size}", $"fill 9 {LatestScene.Size}", "finish 4096" }.Take(steps)];
}
