using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class TopicSignalTests
{
    private readonly string _name = UniqueName.Local();

    public TopicSignalTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");

    [Theory]
    [InlineData("block")]
    [InlineData("drop-newest")]
    public void A_signal_ends_a_subscriber_that_waits(string policy)
    {
        using var subscriber = ToolProcess.Start("topic", "subscribe", _name, "--policy", policy);
        AwaitTopic(topic => topic.Subscribers.Count == 1);
        Interrupt(subscriber);
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_signal_ends_a_publisher_that_waits_for_input_and_for_room()
    {
        using var subscriber = Subscriber.Create(_name, new TopicOptions { Capacity = 4096 });
        using var silent = ToolProcess.Start("topic", "publish", _name);
        AwaitTopic(topic => topic.Lanes.Count == 1);
        Interrupt(silent);
        using var full = ToolProcess.Start("topic", "publish", _name, "--length-prefixed");
        full.Write(new byte[40_000]);
        AwaitTopic(topic => topic.Counts.Published > 500);
        Interrupt(full);
    }

    private static void Interrupt(ToolProcess tool)
    {
        tool.Signal("INT");
        var end = tool.WaitForEnd();
        Assert.Equal((130, string.Empty), (end.ExitCode, end.Output));
        Assert.Equal("mapwire: Interrupted.", end.Errors.TrimEnd());
    }

    private void AwaitTopic(Func<TopicInfo, bool> holds) =>
        Wait.Until(() => MapInspector.Find(_name) is { IsLive: true } && RegionInspector.Inspect(_name) is { Topic: { } topic } && holds(topic));
}
