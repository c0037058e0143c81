using System.Text;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class QueueSignalTests
{
    private readonly string _name = UniqueName.Local();

    public QueueSignalTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");

    [Fact]
    public void A_signal_ends_a_receiver_that_waits()
    {
        using var receiver = ToolProcess.Start("queue", "receive", _name);
        AwaitQueue(_ => true);
        Interrupt(receiver);
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_signal_ends_a_sender_that_waits_for_room_for_input_and_for_receivers()
    {
        using var reader = QueueReader.Create(_name, new QueueOptions { Capacity = 4096 });
        using var silent = ToolProcess.Start("queue", "send", _name);
        AwaitQueue(queue => queue.Lanes.Count == 1);
        Interrupt(silent);
        using var staying = ToolProcess.Start("queue", "send", _name, "--text", "a");
        AwaitQueue(queue => queue.Waiting == 1);
        Interrupt(staying);
        using var full = ToolProcess.Start("queue", "send", _name, "--length-prefixed");
        full.Write(new byte[40_000]);
        AwaitQueue(queue => queue.Waiting == 510);
        Interrupt(full);
    }

    [Fact]
    public void A_signal_gives_leases_back_also_from_behind_an_output_that_nobody_reads()
    {
        using var writer = QueueWriter.Create(_name);
        writer.Write(Encoding.UTF8.GetBytes(new string('x', 300_000)));
        using var receiver = ToolProcess.Start("queue", "receive", _name, "--lease");
        AwaitQueue(queue => queue.Claimed == 1);
        receiver.Signal("INT");
        AwaitQueue(queue => queue is { Claimed: 0, Waiting: 1 });
        Assert.Equal(130, receiver.WaitForEnd().ExitCode);
    }

    [Fact]
    public void A_reader_of_the_output_that_goes_away_ends_a_receiver_well_and_its_lease_goes_back()
    {
        Conditions.NeedsLinux();
        using var writer = QueueWriter.Create(_name);
        for (var i = 0; i < 10; i++)
        {
            writer.Write(new byte[100_000]);
        }

        Assert.Equal("codes 0 0", ToolProcess.Shell($"$mapwire queue receive '{_name}' --lease --count 10 | head -c 1 >/dev/null; echo codes ${{PIPESTATUS[*]}}").Output.TrimEnd());
        Wait.Until(() => RegionInspector.Inspect(_name)!.Queue is { Claimed: 0, Waiting: > 5 });
    }

    private static void Interrupt(ToolProcess tool)
    {
        tool.Signal("INT");
        var end = tool.WaitForEnd();
        Assert.Equal((130, string.Empty), (end.ExitCode, end.Output));
        Assert.Equal("mapwire: Interrupted.", end.Errors.TrimEnd());
    }

    private void AwaitQueue(Func<QueueInfo, bool> holds) =>
        Wait.Until(() => MapInspector.Find(_name) is { IsLive: true } && RegionInspector.Inspect(_name) is { Queue: { } queue } && holds(queue));
}
