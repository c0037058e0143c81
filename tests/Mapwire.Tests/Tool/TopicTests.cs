using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public partial class TopicTests
{
    private const int Much = 3000;
    private static readonly string _padding = new('x', 1000);
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Each_line_goes_to_every_subscriber()
    {
        using var first = ToolProcess.Start("topic", "subscribe", _name);
        AwaitSubscribers(1);
        using var second = ToolProcess.Start("topic", "subscribe", _name, "--policy", "drop-newest");
        AwaitSubscribers(2);
        var lines = Encoding.UTF8.GetBytes("one\n\nthrée\nlast");
        Assert.Equal(
            $"published 4 messages, 13 bytes, to {_name}, which has 2 subscribers\n", ToolProcess.RunWithInput(lines, "topic", "publish", _name).Succeeds().Output);
        Assert.Equal("one\n\nthrée\nlast\n", first.WaitForEnd().Succeeds().Output);
        Assert.Equal("one\n\nthrée\nlast\n", second.WaitForEnd().Succeeds().Output);
        Wait.Until(() => MapInspector.Find(_name) is null);
    }

    [Fact]
    public void Complete_ends_those_who_follow_too()
    {
        using var follower = ToolProcess.Start("topic", "subscribe", _name, "--follow");
        AwaitSubscribers(1);
        _ = ToolProcess.Run("topic", "publish", _name, "--text", "a").Succeeds();
        Assert.Equal("a", follower.ReadLine());
        Assert.Equal(
            $$"""{"event":"published","name":"{{_name.Replace("\\", @"\\", StringComparison.Ordinal)}}","messages":1,"bytes":1,"subscribers":1,"completed":true}""",
            ToolProcess.Run("topic", "publish", _name, "--text", "b", "--complete", "--json").Succeeds().Output.TrimEnd());
        Assert.Equal("b\n", follower.WaitForEnd().Succeeds().Output);
    }

    [Fact]
    public void A_topic_that_was_completed_with_an_error_ends_a_subscriber_so()
    {
        using var publisher = Publisher.Create(_name);
        publisher.Publish("a"u8);
        _ = publisher.Complete("out of paper");
        var end = ToolProcess.Run("topic", "subscribe", _name, "--history", "1");
        Assert.Equal((1, "a\n"), (end.ExitCode, end.Output));
        Assert.Contains("out of paper", end.Errors, StringComparison.Ordinal);
        ToolProcess.Run("topic", "publish", _name, "--text", "b").Fails(_name, "out of paper");
    }

    [Fact]
    public void History_begins_before_and_a_count_ends_there()
    {
        using var publisher = Publisher.Create(_name);
        for (var i = 0; i < 5; i++)
        {
            publisher.Publish([(byte)('a' + i)]);
        }

        Assert.Equal("c\nd\n", ToolProcess.Run("topic", "subscribe", _name, "--history", "3", "--count", "2").Succeeds().Output);
        _ = publisher.Complete();
        var end = ToolProcess.Run("topic", "subscribe", _name, "--history", "99", "--count", "7");
        Assert.Equal((1, "a\nb\nc\nd\ne\n"), (end.ExitCode, end.Output));
        Assert.Contains("completed after 5 of the 7", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_lost_is_told_beside_the_output()
    {
        using var publisher = Publisher.Create(_name, new TopicOptions { Capacity = 4096 });
        using var slow = ToolProcess.Start("topic", "subscribe", _name, "--policy", "drop-oldest");
        PublishMuch(publisher);
        _ = publisher.Complete();
        var end = slow.WaitForEnd();
        Assert.Equal(0, end.ExitCode);
        var losses = Losses(end.Errors);
        Assert.NotEmpty(losses);
        var lost = losses.SelectMany(loss => Enumerable.Range(loss.First, loss.Last - loss.First + 1));
        Assert.Equal(Enumerable.Range(0, Much), Numbers(end.Output).Concat(lost).Order());
    }

    [Fact]
    public void Who_is_disconnected_writes_what_came_before_and_fails()
    {
        using var publisher = Publisher.Create(_name, new TopicOptions { Capacity = 4096 });
        using var slow = ToolProcess.Start("topic", "subscribe", _name, "--policy", "disconnect");
        PublishMuch(publisher);
        var end = slow.WaitForEnd();
        Assert.Equal(1, end.ExitCode);
        var loss = Assert.Single(Losses(end.Errors));
        Assert.NotEqual(0, loss.First);
        Assert.Equal(Enumerable.Range(0, loss.First), Numbers(end.Output));
        Assert.Contains("too slow", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_holds_a_publisher_back()
    {
        using var subscriber = Subscriber.Create(_name, new TopicOptions { Capacity = 4096, ParticipantName = "idler" });
        var late = ToolProcess.RunWithInput(Encoding.UTF8.GetBytes(new string('\n', 10_000)), "topic", "publish", _name, "--wait", "0.05");
        Assert.Equal(75, late.ExitCode);
        Assert.Contains("no room", late.Errors, StringComparison.Ordinal);
        Assert.Contains("idler", late.Errors, StringComparison.Ordinal);
        var sent = subscriber.Counts.Published;
        var publishing = Task.Run(() => ToolProcess.RunWithInput(Encoding.UTF8.GetBytes(new string('\n', 10_000)), "topic", "publish", _name, "--complete"));
        var count = 0;
        while (subscriber.TryRead(Wait.Watchdog, out _))
        {
            count++;
        }

        Assert.Equal(sent + 10_000, count);
        _ = (await publishing).Succeeds();
    }

    [Fact]
    public void What_does_not_come_in_time_is_said_to_be_so()
    {
        foreach (var time in new[] { "0", "0.05" })
        {
            var late = ToolProcess.Run("topic", "subscribe", _name, "--wait", time);
            Assert.Equal((75, string.Empty), (late.ExitCode, late.Output));
            Assert.Contains(_name, late.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_bytes_cross_behind_their_lengths()
    {
        byte[] messages = [3, 0, 0, 0, 10, 13, 0, 0, 0, 0, 0, 1, 0, 0, 0, 255];
        using var subscriber = ToolProcess.Start("topic", "subscribe", _name, "--length-prefixed");
        AwaitSubscribers(1);
        _ = ToolProcess.RunWithInput(messages, "topic", "publish", _name, "--length-prefixed").Succeeds();
        Assert.Equal(messages, subscriber.WaitForEnd().Succeeds().Bytes);
    }

    [Fact]
    public void Messages_as_json_say_whose_they_are()
    {
        using var first = Publisher.Create(_name);
        using var second = Publisher.Open(_name);
        first.Publish("a\nb"u8);
        first.Publish([255]);
        var lines = ToolProcess.Run("topic", "subscribe", _name, "--history", "9", "--json", "--count", "2").Succeeds().Output;
        Assert.Equal(
            """
            {"text":"a\nb","bytes":null,"publisher":0,"sequence":0,"lost":null}
            {"text":null,"bytes":"/w==","publisher":0,"sequence":1,"lost":null}

            """.ReplaceLineEndings("\n"),
            lines);
        second.Publish("c"u8);
        Assert.Contains(
            """{"text":"c","bytes":null,"publisher":1,"sequence":0,"lost":null}""",
            ToolProcess.Run("topic", "subscribe", _name, "--history", "9", "--json", "--count", "3").Succeeds().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_one_message_and_what_is_too_long_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("file");
        File.WriteAllText(path, "two\nlines");
        using var subscriber = Subscriber.Create(_name, new TopicOptions { Capacity = 4096 });
        _ = ToolProcess.Run("topic", "publish", _name, "--file", path).Succeeds();
        Assert.True(subscriber.TryRead(out var message));
        Assert.Equal("two\nlines"u8, message.Span);
        ToolProcess.RunWithInput(Encoding.UTF8.GetBytes("a\n" + new string('x', 2033)), "topic", "publish", _name)
            .Fails("line 2", "2032 bytes", "--create", "Sent before that: 1 message.");
        ToolProcess.Run("topic", "publish", _name, "--text", new string('x', 2033)).Fails("The text", "2032 bytes");
    }

    [Fact]
    public void What_is_no_topic_of_bytes_is_refused()
    {
        using var queue = QueueWriter.Create(_name);
        ToolProcess.Run("topic", "publish", _name, "--text", "a").Fails(_name, "kind", "Queue", "Topic");
        ToolProcess.Run("topic", "subscribe", _name).Fails(_name, "kind");
        using var typed = Publisher<long>.Create(_name + "-typed");
        ToolProcess.Run("topic", "subscribe", _name + "-typed").Fails("type of messages", "System.Int64", "bytes");
    }

    [Fact]
    public void Wrong_words_are_refused()
    {
        ToolProcess.Run("topic", "subscribe", _name, "--policy", "patience").IsWrongUsage("--policy", "'patience'", "drop-oldest");
        ToolProcess.Run("topic", "subscribe", _name, "--history", "-1").IsWrongUsage("--history", "'-1'");
        ToolProcess.Run("topic", "subscribe", _name, "--count", "1", "--follow").IsWrongUsage("--count", "--follow");
        ToolProcess.Run("topic", "subscribe", _name, "--json", "--length-prefixed").IsWrongUsage("--json");
        ToolProcess.Run("topic", "publish", _name, "--text", "a", "--length-prefixed").IsWrongUsage("--text");
        ToolProcess.Run("topic", "publish", _name, "--create", "64KB").IsWrongUsage("--create", "64KB");
    }

    // Far more than the lane, the tool and a pipe that nobody reads can have.
    private static void PublishMuch(Publisher publisher)
    {
        Wait.Until(() => publisher.Subscribers.Count == 1);

        // A short one, which the pipe takes wherever this runs.
        Assert.True(publisher.TryPublish("0 "u8));
        Wait.Until(() => publisher.Subscribers[0].Read == 1);
        for (var number = 1; number < Much; number++)
        {
            Publish(publisher, number);
        }
    }

    private static void Publish(Publisher publisher, int number) => Assert.True(publisher.TryPublish(Encoding.UTF8.GetBytes($"{number} {_padding}")));

    private static List<int> Numbers(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))];

    private static List<(int First, int Last)> Losses(string errors) =>
        [.. LossPattern().Matches(errors).Select(match => (Number(match.Groups[1]), Number(match.Groups[2])))];

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^lost ([0-9]+)\.\.([0-9]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex LossPattern();

    private void AwaitSubscribers(int count) =>
        Wait.Until(() => MapInspector.Find(_name) is { IsLive: true } && RegionInspector.Inspect(_name) is { Topic: { } topic } && topic.Subscribers.Count == count);
}
