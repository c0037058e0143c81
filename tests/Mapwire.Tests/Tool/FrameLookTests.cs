using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

/// <summary>What the tool says of the room for frames of topics and queues.</summary>
public class FrameLookTests
{
    private const string Heading = "\nFRAME\tSTATE\tGENERATION\tBEING FILLED BY SLOT\tHELD BY SLOTS\tNOT READ BY SLOTS\n";
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void The_frames_of_a_topic_are_told_to_people_and_to_programs()
    {
        using var publisher = FramePublisher<long>.Create(_name, Frames.Small);
        using var blocking = FrameSubscriber<long>.Open(_name);
        using var holding = FrameSubscriber<long>.Open(_name, Frames.As(SubscriberPolicy.DropOldest));
        Assert.True(Frames.TryPut(publisher, 1));
        Assert.True(Frames.TryPut(publisher, 2));
        using var held = holding.Read();
        using var lease = publisher.Lease();
        var told = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("\nroom for frames\t4 frames; a frame has 5000 bytes at most\nframes\t1 free, 1 being filled, 1 waiting, 1 held\nframes so far\t2\n", told, StringComparison.Ordinal);
        Assert.EndsWith(Heading + "0\theld\t1\t-\t2\t1\n1\twaiting\t1\t-\t-\t1\n2\tbeing filled\t1\t0\t-\t-\n", told, StringComparison.Ordinal);
        var frames = ToolProcess.Run("inspect", _name, "--json").Json().GetProperty("topic").GetProperty("frames");
        Assert.Equal(
            """{"frameBytes":5000,"frameCount":4,"published":2,"free":1,"beingFilled":1,"waiting":1,"held":1,"done":0,"unknown":0,"slots":["""
            + """{"number":0,"state":"held","generation":1,"filler":null,"holders":[2],"awaited":[1]},{"number":1,"state":"waiting","generation":1,"filler":null,"holders":[],"awaited":[1]},"""
            + """{"number":2,"state":"being filled","generation":1,"filler":0,"holders":[],"awaited":[]},{"number":3,"state":"free","generation":0,"filler":null,"holders":[],"awaited":[]}]}""",
            frames.GetRawText());
        Assert.Equal($"{_name}: nothing is wrong\n", ToolProcess.Run("verify", _name).Succeeds().Output);
    }

    [Fact]
    public void The_frames_of_a_queue_are_told_to_people_and_to_programs()
    {
        using var writer = FrameQueueWriter<long>.Create(_name, FrameQueues.Small);
        using var reader = FrameQueueReader<long>.Open(_name);
        Assert.True(FrameQueues.TryPut(writer, 1));
        Assert.True(FrameQueues.TryPut(writer, 2));
        using var held = reader.Read();
        var told = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("\nroom for frames\t4 frames; a frame has 5000 bytes at most\nframes\t2 free, 1 waiting, 1 held\nframes so far\t2\n", told, StringComparison.Ordinal);
        Assert.EndsWith(Heading + "0\theld\t1\t-\t1\t-\n1\twaiting\t1\t-\t-\t-\n", told, StringComparison.Ordinal);
        var frames = ToolProcess.Run("inspect", _name, "--json").Json().GetProperty("queue").GetProperty("frames");
        Assert.Equal((4, 2, 2, 1, 1), (Int("frameCount"), Int("published"), Int("free"), Int("waiting"), Int("held")));
        Assert.Equal("held", frames.GetProperty("slots")[0].GetProperty("state").GetString());
        Assert.Equal(1, frames.GetProperty("slots")[0].GetProperty("holders")[0].GetInt32());
        Assert.Equal($"{_name}: nothing is wrong\n", ToolProcess.Run("verify", _name).Succeeds().Output);

        int Int(string property) => frames.GetProperty(property).GetInt32();
    }

    [Fact]
    public void Where_there_is_no_room_for_frames_nothing_is_told_of_it()
    {
        using var publisher = Publisher.Create(_name);
        Assert.DoesNotContain("frame", ToolProcess.Run("inspect", _name).Succeeds().Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, ToolProcess.Run("inspect", _name, "--json").Json().GetProperty("topic").GetProperty("frames").ValueKind);
    }

    [Fact]
    public void A_slot_for_a_frame_that_was_written_over_is_shown_and_found()
    {
        using var publisher = FramePublisher<long>.Create(_name, Frames.Small);
        using var eye = new FrameEye(_name);
        eye.Slot(1).State = 3;
        var told = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("\nframes\t3 free, 1 unknown\n", told, StringComparison.Ordinal);
        Assert.EndsWith(Heading + "1\tunknown\t0\t-\t-\t-\n", told, StringComparison.Ordinal);
        var found = ToolProcess.Run("verify", _name);
        Assert.Equal((1, "Frame 1 says 0x0000000000000003 of itself, which nobody says.\n"), (found.ExitCode, found.Output));
        eye.Slot(1).State = 0;
    }
}
