using System.Globalization;
using Mapwire.Peer;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Crashes;

/// <summary>A kill after each step by which a publisher publishes and a subscriber joins, reads and waits.</summary>
public sealed class TopicCrashTests : IDisposable
{
    private const int Size = 16;
    private readonly Scene _scene = new();
    private readonly Subscriber _blocking;
    private readonly Subscriber _copying;

    public TopicCrashTests()
    {
        Name = UniqueName.Local();
        Eye = new TopicPart(TopicHandle.Create(Name, new TopicOptions { Capacity = 4096, MaxPublishers = 2, MaxParticipants = 8 }, MessageType.Bytes));
        _blocking = Subscriber.Open(Name, new TopicOptions { Waiting = WaitStrategy.Park });
        _copying = Subscriber.Open(Name, new TopicOptions { Waiting = WaitStrategy.Park, Policy = SubscriberPolicy.DropOldest });
    }

    private string Name { get; }

    private TopicPart Eye { get; }

    public void Dispose()
    {
        _scene.Dispose();
        _blocking.Dispose();
        _copying.Dispose();
        try
        {
            RequireWhole();
        }
        finally
        {
            Eye.Dispose();
        }
    }

    [Theory]
    [InlineData("lane")]
    [InlineData("lane", "reserve 40")]
    [InlineData("lane", "reserve 40", "fill 7 40")]
    [InlineData("lane", "keep")]
    [InlineData("lane", "limit 256")]
    [InlineData("lane", "limit 510")]
    public void A_publisher_killed_before_it_published_leaves_nothing_and_its_lane_to_another(params string[] steps)
    {
        Publish(1, 5).Dispose();
        Assert.Equal("1, 2, 3, 4, 5", Read(_blocking, 5));
        Assert.Equal("1, 2, 3, 4, 5", Read(_copying, 5));
        var dead = Part();
        foreach (var step in steps)
        {
            Assert.NotEqual("full", Take(dead, step));
        }

        _scene.Kill(dead);
        using var next = InLaneOfDead();
        for (var round = 0; round < 100; round++)
        {
            Put(next, 6 + (3 * round), 8 + (3 * round));
            Assert.Equal(Numbers(6 + (3 * round), 8 + (3 * round)), Read(_blocking, 3));
            Assert.Equal(Numbers(6 + (3 * round), 8 + (3 * round)), Read(_copying, 3));
        }

        Assert.Equal(0, _copying.Lost);
    }

    [Fact]
    public void A_publisher_killed_after_it_published_and_before_it_rang_leaves_no_subscriber_asleep()
    {
        var dead = Part();
        var first = Scene.Begin(() => Read(_blocking, 1));
        var second = Scene.Begin(() => Read(_copying, 1));
        AwaitAsleep(2);
        _ = Take(dead, "lane", "reserve 16", "fill 1 16", "publish 16");
        Assert.False(first.IsOver || second.IsOver);
        _scene.Kill(dead);
        Assert.Equal("1", _scene.End(first));
        Assert.Equal("1", _scene.End(second));
    }

    [Fact]
    public void What_a_killed_publisher_may_have_written_over_is_lost_to_who_was_there_and_told_so()
    {
        using (var publisher = Publish(1, 150))
        {
            Assert.Equal(Numbers(1, 150), Read(_blocking, 150));
        }

        // 450 of 512 words are written, and it may write 300 further: over the first 238, of 79 messages and a part of one.
        var dead = Part();
        _ = Take(dead, "lane", "limit 300");
        _scene.Kill(dead);
        using var next = InLaneOfDead();
        Put(next, 151, 152);
        Assert.Equal("151, 152", Read(_blocking, 2));
        Assert.True(_copying.TryRead(Wait.Watchdog, out var message));
        var loss = Assert.NotNull(message.Loss);
        Assert.Equal((0, message.Sequence - 1), (loss.First, loss.Last));
        Assert.InRange(message.Sequence, 80, 151);
        var first = int.Parse(TopicVerbs.Text(message).Split(", ")[1], CultureInfo.InvariantCulture);
        Assert.Equal(message.Sequence + 1, first);
        Assert.Equal(Numbers(first + 1, 152), Read(_copying, 152 - first));
    }

    [Theory]
    [InlineData("join 0")]
    [InlineData("join 30")]
    [InlineData("join 2000")]
    [InlineData("live 0")]
    [InlineData("live 30")]
    public void A_subscriber_killed_as_it_joined_or_read_holds_up_nobody_any_more(string step)
    {
        using var publisher = Publish(1, 100);
        Assert.Equal(Numbers(1, 100), Read(_blocking, 100));
        var dead = Part();
        _ = Take(dead, step);
        var value = 101;
        while (publisher.TryPublish(QueueNumber.Bytes(value, Size)))
        {
            Assert.Equal(Numbers(value, value), Read(_blocking, 1));
            value++;
            Assert.True(value < 1000, "It does not hold up anybody.");
        }

        var wait = Scene.Begin(() => publisher.TryPublish(QueueNumber.Bytes(value, Size), Wait.Watchdog));
        Wait.Until(() => BellOf(toWrite: true).Contains(Bell.Sleeps));
        Assert.False(wait.IsOver);
        _scene.Kill(dead);
        Assert.True(_scene.End(wait));
        Assert.Equal(Numbers(value, value), Read(_blocking, 1));
    }

    [Theory]
    [InlineData("Block")]
    [InlineData("DropOldest")]
    [InlineData("DropNewest")]
    [InlineData("Disconnect")]
    public void A_subscriber_killed_while_it_sleeps_is_nobody_any_more(string policy)
    {
        using var publisher = Publish(1, 1);
        var dead = _scene.Start();
        _ = dead.Tell("topic-subscriber", Name, policy, "1000");
        _ = dead.Tell("topic-begin", "read");
        AwaitAsleep(1);
        _scene.Kill(dead);
        Eye.Handle.RecoverDead();
        Assert.Equal(2, publisher.Subscribers.Count);
        for (var value = 2; value < 1000; value++)
        {
            Put(publisher, value, value);
            Assert.EndsWith(Numbers(value, value), Read(_blocking, value == 2 ? 2 : 1), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Who_recovers_a_publisher_that_was_about_to_complete_the_topic_completes_it()
    {
        var dead = Part();
        _ = Take(dead, "lane", "reserve 16", "fill 1 16", "publish 16", "about-to-complete");
        var wait = Scene.Begin(() => Read(_blocking, 2));
        _scene.Kill(dead);
        Assert.Equal("1", _scene.End(wait));
        _ = Assert.Throws<TopicCompletedException>(() => _blocking.Read(Wait.Watchdog));
    }

    [Fact]
    public void An_open_claim_of_a_killed_publisher_is_as_if_it_had_never_been()
    {
        var dead = _scene.Start();
        _ = dead.Tell("topic-publisher", Name);
        Assert.Equal("put", dead.Tell("topic-put", "1", "16"));
        Assert.Equal("claimed", dead.Tell("topic-claim", "7", "1500"));
        _scene.Kill(dead);
        using var next = InLaneOfDead();
        Put(next, 2, 3);
        Assert.Equal("1, 2, 3", Read(_blocking, 3));
        Assert.Equal("1, 2, 3", Read(_copying, 3));
        Assert.Equal(3, next.Counts.Published);
    }

    private void RequireWhole()
    {
        Wait.Until(() =>
        {
            Eye.Handle.RecoverDead();
            return Eye.Region.Slots.Others().Count == 0;
        });
        Assert.Empty(RegionInspector.Verify(Name));
        Assert.Empty(RegionInspector.Inspect(Name)!.Topic!.Subscribers);
        Assert.All(RegionInspector.Inspect(Name)!.Topic!.Lanes, lane => Assert.Null(lane.Publisher));
    }

    private PeerProcess Part()
    {
        var peer = _scene.Start();
        _ = peer.Tell("topic-part", Name);
        return peer;
    }

    private static string Take(PeerProcess peer, params string[] steps)
    {
        var answer = string.Empty;
        foreach (var step in steps)
        {
            answer = peer.Tell(["topic-step", .. step.Split(' ')]);
        }

        return answer;
    }

    private Publisher InLaneOfDead()
    {
        var publisher = Publisher.Open(Name);
        Assert.Equal(0, publisher.Number);
        return publisher;
    }

    private Publisher Publish(int first, int last)
    {
        var publisher = InLaneOfDead();
        Put(publisher, first, last);
        return publisher;
    }

    private static void Put(Publisher publisher, int first, int last)
    {
        for (var value = first; value <= last; value++)
        {
            Assert.True(publisher.TryPublish(QueueNumber.Bytes(value, Size)));
        }
    }

    private static string Read(Subscriber subscriber, int count)
    {
        List<string> read = [];
        while (read.Count < count && subscriber.TryRead(Wait.Watchdog, out var message))
        {
            read.Add(TopicVerbs.Text(message));
        }

        return string.Join(", ", read);
    }

    private static string Numbers(int first, int last) => string.Join(", ", Enumerable.Range(first, last - first + 1));

    private void AwaitAsleep(int count) => Wait.Until(() => BellOf(toWrite: false).Count(bell => bell == Bell.Sleeps) == count);

    private IEnumerable<int> BellOf(bool toWrite) => Enumerable.Range(0, Eye.Memory.Slots).Select(slot =>
        toWrite ? Volatile.Read(ref Eye.Cell(slot).WriteBell) : Volatile.Read(ref Eye.Cell(slot).ReadBell));
}
