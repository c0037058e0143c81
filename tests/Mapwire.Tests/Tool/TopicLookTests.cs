using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class TopicLookTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_topic_is_told_to_people()
    {
        using var publisher = Publisher.Create(_name, new TopicOptions { ParticipantName = "publishes" });
        using var slow = Subscriber.Open(_name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        for (var i = 0; i < 12; i++)
        {
            publisher.Publish(new byte[10]);
        }

        var line = ToolProcess.Run("list").Succeeds().Output.Split('\n').Single(line => line.StartsWith(_name + "\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(("topic", "1 subscriber, 12 published"), (line[1], line[5]));
        var told = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("\nkind\ttopic\n", told, StringComparison.Ordinal);
        Assert.Contains("\nstate\t1 subscriber, 12 published\n", told, StringComparison.Ordinal);
        Assert.Contains("\n0\t0\t12\t12\t", told, StringComparison.Ordinal);
        Assert.Contains("\n1\tdrop oldest\t12\t288\t0\t0\n", told, StringComparison.Ordinal);
        Assert.Equal($"{_name}: nothing is wrong\n", ToolProcess.Run("verify", _name).Succeeds().Output);
    }

    [Fact]
    public void A_topic_is_told_to_programs()
    {
        using var publisher = Publisher<int>.Create(_name);
        using var subscriber = Subscriber<int>.Open(_name);
        publisher.Publish(1);
        _ = publisher.Complete("no more");
        var topic = ToolProcess.Run("inspect", _name, "--json").Json().GetProperty("topic");
        Assert.Equal("System.Int32", topic.GetProperty("messageType").GetString());
        Assert.Equal((1, true, "no more"), (topic.GetProperty("published").GetInt32(), topic.GetProperty("completed").GetBoolean(), topic.GetProperty("error").GetString()));
        Assert.Equal(1, topic.GetProperty("lanes")[0].GetProperty("published").GetInt32());
        var one = topic.GetProperty("subscribers")[0];
        Assert.Equal((1, "block", 1), (one.GetProperty("slot").GetInt32(), one.GetProperty("policy").GetString(), one.GetProperty("lagMessages").GetInt32()));
        var listed = ToolProcess.Run("list", "--json").Json().EnumerateArray().Single(one => one.GetProperty("name").GetString() == _name);
        Assert.Equal(("topic", 1), (listed.GetProperty("kind").GetString(), listed.GetProperty("topic").GetProperty("published").GetInt32()));
    }
}
