using System.Globalization;
using System.Text;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class QueueTests
{
    private static readonly string[] _receivers = ["first", "second", "third"];
    private readonly string _name = UniqueName.Local();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lines_in_lines_out_whoever_comes_first(bool receiverIsFirst)
    {
        var lines = Encoding.UTF8.GetBytes("one\n\nthrée\nlast");
        if (receiverIsFirst)
        {
            using var receiver = ToolProcess.Start("queue", "receive", _name);
            AwaitQueue(_ => true);
            Assert.Equal($"sent 4 messages, 13 bytes, through {_name}\n", ToolProcess.RunWithInput(lines, "queue", "send", _name).Succeeds().Output);
            Assert.Equal("one\n\nthrée\nlast\n", receiver.WaitForEnd().Succeeds().Output);
        }
        else
        {
            var sending = Task.Run(() => ToolProcess.RunWithInput(lines, "queue", "send", _name));
            AwaitQueue(queue => queue.Waiting == 4);
            Assert.Equal("one\n\nthrée\nlast\n", ToolProcess.Run("queue", "receive", _name).Succeeds().Output);
            _ = (await sending).Succeeds();
        }

        Wait.Until(() => MapInspector.Find(_name) is null);
    }

    [Theory]
    [InlineData()]
    [InlineData("--lease")]
    public async Task Of_several_receivers_each_message_goes_to_one(params string[] how)
    {
        const int Count = 3000;
        using var writer = QueueWriter.Create(_name);
        var receivers = _receivers.Select(_ => ToolProcess.Start(["queue", "receive", _name, .. how])).ToList();
        Wait.Until(() => RegionInspector.Inspect(_name)!.Participants.Count == _receivers.Length + 1);
        var outputs = receivers.Select(receiver => Task.Run(receiver.WaitForEnd)).ToList();
        var halves = new[] { 0, Count / 2 }.Select(from => Task.Run(() => ToolProcess.RunWithInput(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(from, Count / 2).Select(number => $"{number}\n"))), "queue", "send", _name))).ToList();
        Assert.All(await Task.WhenAll(halves), half => half.Succeeds());
        _ = writer.Complete();
        var numbers = (await Task.WhenAll(outputs)).SelectMany(output => output.Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Enumerable.Range(0, Count), numbers.Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Order());
        receivers.ForEach(receiver => receiver.Dispose());
    }

    [Fact]
    public void Complete_ends_all_receivers_also_those_who_follow()
    {
        using var follower = ToolProcess.Start("queue", "receive", _name, "--follow");
        AwaitQueue(_ => true);
        _ = ToolProcess.Run("queue", "send", _name, "--text", "a").Succeeds();
        Assert.Equal("a", follower.ReadLine());
        Assert.Equal(
            $$"""{"event":"sent","name":"{{_name.Replace("\\", @"\\", StringComparison.Ordinal)}}","messages":1,"bytes":1,"completed":true}""",
            ToolProcess.Run("queue", "send", _name, "--text", "b", "--complete", "--json").Succeeds().Output.TrimEnd());
        Assert.Equal("b\n", follower.WaitForEnd().Succeeds().Output);
    }

    [Fact]
    public void A_queue_that_was_completed_with_an_error_ends_a_receiver_so()
    {
        using var writer = QueueWriter.Create(_name);
        writer.Write("a"u8);
        _ = writer.Complete("out of paper");
        var end = ToolProcess.Run("queue", "receive", _name);
        Assert.Equal((1, "a\n"), (end.ExitCode, end.Output));
        Assert.Contains("out of paper", end.Errors, StringComparison.Ordinal);
        ToolProcess.Run("queue", "send", _name, "--text", "b").Fails(_name, "out of paper");
    }

    [Fact]
    public void Without_leave_a_sender_stays_until_all_was_taken()
    {
        var late = ToolProcess.Run("queue", "send", _name, "--text", "a", "--wait", "0.05");
        Assert.Equal(75, late.ExitCode);
        Assert.Contains("Not all was taken", late.Errors, StringComparison.Ordinal);
        ToolProcess.Run("queue", "send", _name, "--text", "a", "--leave").Fails(_name, "Nobody holds", "--leave");
        using var reader = QueueReader.Create(_name);
        _ = ToolProcess.Run("queue", "send", _name, "--text", "kept", "--leave").Succeeds();
        Assert.True(reader.TryRead(out var message));
        Assert.Equal("kept"u8, message.Span);
    }

    [Fact]
    public async Task A_full_queue_holds_a_sender_back()
    {
        using var reader = QueueReader.Create(_name, new QueueOptions { Capacity = 4096 });
        var late = ToolProcess.RunWithInput(Encoding.UTF8.GetBytes(new string('\n', 10_000)), "queue", "send", _name, "--wait", "0.05");
        Assert.Equal(75, late.ExitCode);
        Assert.Contains("no room", late.Errors, StringComparison.Ordinal);
        Assert.Contains("511 messages", late.Errors, StringComparison.Ordinal);
        var sending = Task.Run(() => ToolProcess.RunWithInput(Encoding.UTF8.GetBytes(new string('\n', 10_000)), "queue", "send", _name, "--complete"));
        var count = 0;
        while (reader.TryRead(Wait.Watchdog, out _))
        {
            count++;
        }

        Assert.Equal(10_511, count);
        _ = (await sending).Succeeds();
    }

    [Fact]
    public void What_does_not_come_in_time_is_said_to_be_so()
    {
        foreach (var time in new[] { "0", "0.05" })
        {
            var late = ToolProcess.Run("queue", "receive", _name, "--wait", time);
            Assert.Equal((75, string.Empty), (late.ExitCode, late.Output));
            Assert.Contains(_name, late.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_bytes_cross_behind_their_lengths()
    {
        byte[] messages = [3, 0, 0, 0, 10, 13, 0, 0, 0, 0, 0, 1, 0, 0, 0, 255];
        using var receiver = ToolProcess.Start("queue", "receive", _name, "--length-prefixed");
        AwaitQueue(_ => true);
        _ = ToolProcess.RunWithInput(messages, "queue", "send", _name, "--length-prefixed").Succeeds();
        Assert.Equal(messages, receiver.WaitForEnd().Succeeds().Bytes);
    }

    [Fact]
    public void Messages_as_json_are_text_or_bytes()
    {
        using var writer = QueueWriter.Create(_name);
        writer.Write("a\nb"u8);
        writer.Write([255]);
        Assert.Equal(
            """
            {"text":"a\nb","bytes":null,"redelivered":false}
            {"text":null,"bytes":"/w==","redelivered":false}

            """.ReplaceLineEndings("\n"),
            ToolProcess.Run("queue", "receive", _name, "--json", "--count", "2").Succeeds().Output);
    }

    [Fact]
    public void A_file_is_one_message()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("file");
        File.WriteAllText(path, "two\nlines");
        using var reader = QueueReader.Create(_name, new QueueOptions { Capacity = 4096 });
        _ = ToolProcess.Run("queue", "send", _name, "--file", path, "--leave").Succeeds();
        Assert.True(reader.TryRead(out var message));
        Assert.Equal("two\nlines"u8, message.Span);
        File.WriteAllBytes(path, new byte[2033]);
        ToolProcess.Run("queue", "send", _name, "--file", path).Fails(path, "2032 bytes", "--create");
        ToolProcess.Run("queue", "send", _name, "--file", folder.PathOf("none")).Fails("none");
    }

    [Fact]
    public async Task What_is_too_long_or_cut_short_ends_a_sender_and_what_it_sent_before_is_taken()
    {
        using var reader = QueueReader.Create(_name, new QueueOptions { Capacity = 4096 });
        var sending = Task.Run(() => ToolProcess.RunWithInput(Encoding.UTF8.GetBytes("a\n" + new string('x', 2033)), "queue", "send", _name));
        Assert.True(reader.TryRead(Wait.Watchdog, out _));
        Assert.False(reader.TryRead(out _));
        (await sending).Fails("line 2", "2032 bytes", "Sent before that: 1 message.");
        ToolProcess.RunWithInput([1, 0], "queue", "send", _name, "--length-prefixed").Fails("middle of message 1");
        ToolProcess.RunWithInput([2, 0, 0, 0, 1], "queue", "send", _name, "--length-prefixed").Fails("middle of message 1");
        ToolProcess.RunWithInput([255, 255, 255, 255, 1], "queue", "send", _name, "--length-prefixed").Fails("message 1 of 4294967295 bytes");
        ToolProcess.Run("queue", "send", _name, "--text", new string('x', 2033)).Fails("The text", "2032 bytes");
    }

    [Fact]
    public void A_count_takes_no_more_and_leaves_the_rest_as_it_was()
    {
        using var writer = QueueWriter.Create(_name);
        for (var i = 0; i < 5; i++)
        {
            writer.Write([(byte)('a' + i)]);
        }

        Assert.Equal("a\nb\n", ToolProcess.Run("queue", "receive", _name, "--count", "2", "--mark-redelivered").Succeeds().Output);
        Assert.Equal("c\n", ToolProcess.Run("queue", "receive", _name, "--count", "1", "--lease", "--mark-redelivered").Succeeds().Output);
        _ = writer.Complete();
        var end = ToolProcess.Run("queue", "receive", _name, "--count", "7", "--mark-redelivered");
        Assert.Equal((1, "d\ne\n"), (end.ExitCode, end.Output));
        Assert.Contains("completed after 2 of the 7", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_that_was_not_written_goes_to_another_marked()
    {
        using var writer = QueueWriter.Create(_name);
        var line = new string('x', 300_000);
        writer.Write(Encoding.UTF8.GetBytes(line));
        using (var killed = ToolProcess.Start("queue", "receive", _name, "--lease"))
        {
            AwaitQueue(queue => queue.Claimed == 1);
            killed.Kill();
        }

        Assert.Equal($"redelivered\t{line}\n", ToolProcess.Run("queue", "receive", _name, "--lease", "--mark-redelivered", "--count", "1").Succeeds().Output);
        Assert.Equal((1, 1), (writer.Counts.Read, writer.Counts.Redelivered));
    }

    [Fact]
    public void What_is_no_queue_of_bytes_is_refused()
    {
        using var mutex = SharedMutex.Create(_name);
        ToolProcess.Run("queue", "send", _name, "--text", "a").Fails(_name, "kind", "Locks", "Queue");
        ToolProcess.Run("queue", "receive", _name).Fails(_name, "kind");
        using var typed = QueueWriter<long>.Create(_name + "-typed");
        ToolProcess.Run("queue", "receive", _name + "-typed").Fails("type of messages", "System.Int64", "bytes");
    }

    [Fact]
    public void Wrong_words_are_refused()
    {
        ToolProcess.Run("queue", "receive", _name, "--count", "0").IsWrongUsage("--count", "'0'");
        ToolProcess.Run("queue", "receive", _name, "--count", "1", "--follow").IsWrongUsage("--count", "--follow");
        ToolProcess.Run("queue", "receive", _name, "--json", "--length-prefixed").IsWrongUsage("--json");
        ToolProcess.Run("queue", "send", _name, "--text", "a", "--length-prefixed").IsWrongUsage("--text");
        ToolProcess.Run("queue", "send", _name, "--leave", "--create", "1MiB").IsWrongUsage("--leave", "--create");
        ToolProcess.Run("queue", "send", _name, "--create", "64KB").IsWrongUsage("--create", "64KB");
        ToolProcess.Run("queue", "send", _name, "--senders", "257").IsWrongUsage("--senders");
        ToolProcess.Run("queue", "send", "file:x", "--text", "a").IsWrongUsage("file:x");
    }

    private void AwaitQueue(Func<QueueInfo, bool> holds) =>
        Wait.Until(() => MapInspector.Find(_name) is { IsLive: true } && RegionInspector.Inspect(_name) is { Queue: { } queue } && holds(queue));
}
