using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A stopped writer or reader of latest values is alive: the writer keeps its place, nobody waits for either, and each goes on where it was.</summary>
public sealed class LatestStoppedTests : IDisposable
{
    private readonly LatestScene _scene = new();

    public LatestStoppedTests() => Conditions.NeedsUnix();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_writer_stopped_in_the_middle_of_a_value_keeps_its_place_and_the_value_before_is_read(int steps)
    {
        var stopped = _scene.Steps();
        string[] all = ["begin", $"half 2 {LatestScene.Size}", $"fill 2 {LatestScene.Size}", $"finish {LatestScene.Size}", "show", "tell"];
        _ = LatestScene.Take(stopped, "begin", $"fill 1 {LatestScene.Size}", $"finish {LatestScene.Size}", "show");
        _ = LatestScene.Take(stopped, all[..(steps + 1)]);
        Signals.Stop(stopped.Id);
        Assert.Equal("1 version 1", _scene.Read());
        using (var late = LatestReader.Open(_scene.Name))
        {
            Assert.Equal(1, late.Read()[0]);
        }

        Assert.False(_scene.Reader.IsWriterGone);
        Assert.Equal(LatestChange.None, _scene.Reader.WaitForChange(TimeSpan.FromMilliseconds(50)));
        Assert.Contains(
            Scene.Text(stopped.Id), Assert.Throws<InvalidOperationException>(() => LatestWriter.Open(_scene.Name)).Message, StringComparison.Ordinal);
        var wait = _scene.BeginWait();
        Signals.Continue(stopped.Id);
        _ = LatestScene.Take(stopped, all[(steps + 1)..]);
        Assert.Equal(LatestChange.NewValue, _scene.End(wait));
        Assert.Equal("2 version 2", _scene.Read());
    }

    [Fact]
    public void A_writer_stopped_before_it_told_holds_up_only_who_sleeps_and_a_look_gets_the_value()
    {
        var stopped = _scene.Steps();
        var wait = _scene.BeginWait();
        _ = LatestScene.Take(stopped, "begin", $"fill 1 {LatestScene.Size}", $"finish {LatestScene.Size}", "show");
        Signals.Stop(stopped.Id);
        Assert.Equal("1 version 1", _scene.Read());
        Assert.False(wait.IsOver);
        Signals.Continue(stopped.Id);
        _ = LatestScene.Take(stopped, "tell");
        Assert.Equal(LatestChange.NewValue, _scene.End(wait));
    }

    [Fact]
    public void A_reader_stopped_in_its_sleep_holds_up_nobody_and_reads_the_newest_when_it_goes_on()
    {
        using var writer = LatestWriter.Open(_scene.Name);
        var stopped = _scene.OtherReader();
        _ = stopped.Tell("latest-begin", "wait");
        _scene.AwaitAsleep(2);
        Signals.Stop(stopped.Id);
        for (var value = 1; value < 50; value++)
        {
            var wait = _scene.BeginWait();
            writer.Write(Peer.QueueNumber.Bytes(value, LatestScene.Size));
            Assert.Equal(LatestChange.NewValue, _scene.End(wait));
            Assert.Equal($"{value} version {value}", _scene.Read());
        }

        Signals.Continue(stopped.Id);
        Assert.Equal("NewValue", _scene.End(stopped));
        Assert.Equal("49 version 49 skipped 0", stopped.Tell("latest-read"));
    }
}
