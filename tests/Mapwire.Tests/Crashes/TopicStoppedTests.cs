using System.Globalization;
using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A stopped subscriber is alive: what becomes of it, and of those who publish, is what it asked for.</summary>
public sealed class TopicStoppedTests : IDisposable
{
    private const int Size = 16;
    private readonly Scene _scene = new();
    private readonly Publisher _publisher;
    private readonly Subscriber _other;

    public TopicStoppedTests()
    {
        _publisher = Publisher.Create(UniqueName.Local(), new TopicOptions { Capacity = 4096, MaxPublishers = 2, MaxParticipants = 8, Waiting = WaitStrategy.Park });
        _other = Subscriber.Open(_publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest, Waiting = WaitStrategy.Park });
    }

    public void Dispose()
    {
        _scene.Dispose();
        Assert.Empty(RegionInspector.Verify(_publisher.Name));
        _publisher.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Publishers_wait_for_one_that_blocks_and_go_on_with_it()
    {
        Conditions.NeedsUnix();
        var stopped = Subscribe("Block");
        Publish(1);
        Assert.Equal("1", stopped.Tell("topic-take"));
        Signals.Stop(stopped.Id);
        var value = 2;
        while (_publisher.TryPublish(QueueNumber.Bytes(value, Size)))
        {
            value++;
        }

        Assert.InRange(value, 160, 171);
        var wait = Scene.Begin(() => _publisher.TryPublish(QueueNumber.Bytes(value, Size), Wait.Watchdog));
        Assert.InRange(_publisher.SlowestSubscriber!.LagMessages, value - 2, value);
        Signals.Continue(stopped.Id);
        for (var i = 2; i <= value; i++)
        {
            Assert.Equal(Scene.Text(i), stopped.Tell("topic-take"));
        }

        Assert.True(_scene.End(wait));
    }

    [Theory]
    [InlineData("DropOldest")]
    [InlineData("DropNewest")]
    [InlineData("looks")]
    public void Nobody_waits_for_one_that_drops_and_it_is_told_what_it_lost(string policy)
    {
        Conditions.NeedsUnix();
        var stopped = Subscribe(policy);
        Publish(1);
        _ = stopped.Tell("topic-begin", "read");
        Assert.Equal("1", stopped.Tell("topic-ended"));
        Signals.Stop(stopped.Id);
        for (var value = 2; value <= 2000; value++)
        {
            Publish(value);
        }

        Signals.Continue(stopped.Id);
        Publish(2001);
        var (expected, lost) = (2, 0);
        while (expected <= 2001)
        {
            _ = stopped.Tell("topic-begin", "read");
            var words = stopped.Tell("topic-ended").Split(", ");
            var value = int.Parse(words[^1], CultureInfo.InvariantCulture);
            if (words.Length > 1)
            {
                // Sequences count from 0, values from 1.
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"lost {expected - 1}-{value - 2}"), words[0]);
                lost += value - expected;
                expected = value;
            }

            Assert.Equal(expected++, value);
        }

        Assert.InRange(lost, 1700, 2000);
    }

    [Fact]
    public void One_that_wanted_to_be_disconnected_is()
    {
        Conditions.NeedsUnix();
        var stopped = Subscribe("Disconnect");
        Publish(1);
        Assert.Equal("1", stopped.Tell("topic-take"));
        _ = stopped.Tell("topic-begin", "read");
        Signals.Stop(stopped.Id);
        for (var value = 2; value <= 1000; value++)
        {
            Publish(value);
        }

        Signals.Continue(stopped.Id);
        Assert.StartsWith("disconnected, lost 1-", stopped.Tell("topic-ended"), StringComparison.Ordinal);
        Assert.StartsWith("disconnected, lost 1-", stopped.Tell("topic-take"), StringComparison.Ordinal);
        Assert.True(Assert.Single(_publisher.Subscribers, one => one.Policy == SubscriberPolicy.Disconnect).IsDisconnected);
    }

    [Fact]
    public void One_that_was_rung_and_stopped_keeps_no_other_asleep()
    {
        Conditions.NeedsUnix();
        var stopped = Subscribe("DropOldest");
        _ = stopped.Tell("topic-begin", "read");
        Signals.Stop(stopped.Id);
        for (var value = 1; value < 100; value++)
        {
            var wait = Scene.Begin(() => _other.TryRead(Wait.Watchdog, out var message) ? TopicVerbs.Text(message) : "none");
            Publish(value);
            Assert.Equal(Scene.Text(value), wait.End().Value);
        }

        Signals.Continue(stopped.Id);
        Assert.Equal("1", stopped.Tell("topic-ended"));
    }

    private PeerProcess Subscribe(string policy)
    {
        var peer = _scene.Start();
        _ = policy == "looks" ? peer.Tell("topic-looker", _publisher.Name) : peer.Tell("topic-subscriber", _publisher.Name, policy, "800");
        return peer;
    }

    private void Publish(int value) => Assert.True(_publisher.TryPublish(QueueNumber.Bytes(value, Size)));
}
