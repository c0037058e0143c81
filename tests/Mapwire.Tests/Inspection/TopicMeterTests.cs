using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

public class TopicMeterTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void An_open_topic_is_measured_once_and_a_closed_one_no_more()
    {
        using (var publisher = Publisher.Create(_name, new TopicOptions { Capacity = 4096 }))
        using (var slow = Subscriber.Open(_name, new TopicOptions { Policy = SubscriberPolicy.DropOldest }))
        using (var eager = Subscriber.Open(_name, new TopicOptions { Policy = SubscriberPolicy.DropOldest }))
        {
            for (var i = 0; i < 10; i++)
            {
                publisher.Publish(new byte[16]);
            }

            Read(eager, 10);
            Assert.Equal(["lag 10 {message}", "lost 0 {message}", "published 10 {message}", "read 10 {message}", "subscribers 2 {subscriber}"], Measure());
            var counts = publisher.Counts;
            for (var i = 0; i < 1000; i++)
            {
                publisher.Publish(new byte[16]);
                Read(eager, 1);
            }

            // Who was overrun counts what it lost when it comes to read.
            Assert.True(slow.TryRead(out _));
            counts = publisher.Counts;
            Assert.True(counts.Lost > 0);
            Assert.Contains($"lost {counts.Lost} {{message}}", Measure());
            Assert.Contains("published 1010 {message}", Measure());
        }

        Assert.Empty(Measure());
    }

    [Fact]
    public void A_listener_that_throws_fails_one_open_and_leaves_nothing()
    {
        using var peer = PeerProcess.Start();
        Assert.Equal("The listener's own trouble. left False heard 5", peer.Tell("topic-listener-throws", _name));
        Assert.Null(MapInspector.Find(_name));
    }

    private static void Read(Subscriber subscriber, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(subscriber.TryRead(out _));
        }

        Assert.False(subscriber.TryRead(out _));
    }

    private List<string> Measure() => [.. Meters.Measure("mapwire.topic.name", _name).Select(one => one.Replace("mapwire.topic.", string.Empty, StringComparison.Ordinal))];
}
