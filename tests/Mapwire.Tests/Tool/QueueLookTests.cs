using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class QueueLookTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_queue_is_told_to_people()
    {
        using var writer = QueueWriter.Create(_name, new QueueOptions { ParticipantName = "writes", SingleReader = true });
        using var reader = QueueReader.Open(_name, new QueueOptions { ParticipantName = "reads" });
        for (var i = 0; i < 12; i++)
        {
            writer.Write(new byte[10]);
        }

        Assert.True(reader.TryLease(out _));
        var line = ToolProcess.Run("list").Succeeds().Output.Split('\n').Single(line => line.StartsWith(_name + "\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(("queue", "11 waiting, 1 claimed"), (line[1], line[5]));
        var told = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.Contains("\nkind\tqueue\n", told, StringComparison.Ordinal);
        Assert.Contains("\nlimited to\tone reader\n", told, StringComparison.Ordinal);
        Assert.Contains("\nstate\t11 waiting, 1 claimed\n", told, StringComparison.Ordinal);
        Assert.Contains("\n0\t0\t12\t0\t11\t288\t0\n", told, StringComparison.Ordinal);
        Assert.Contains("\n1\ta lease\t0\t1\n", told, StringComparison.Ordinal);
        Assert.Equal($"{_name}: nothing is wrong\n", ToolProcess.Run("verify", _name).Succeeds().Output);
    }

    [Fact]
    public void A_queue_is_told_to_programs()
    {
        using var writer = QueueWriter<int>.Create(_name);
        writer.Write(1);
        _ = writer.Complete("no more");
        var queue = ToolProcess.Run("inspect", _name, "--json").Json().GetProperty("queue");
        Assert.Equal("System.Int32", queue.GetProperty("messageType").GetString());
        Assert.Equal((1, true, "no more", "wait"), (
            queue.GetProperty("waiting").GetInt32(), queue.GetProperty("completed").GetBoolean(), queue.GetProperty("error").GetString(), queue.GetProperty("fullMode").GetString()));
        Assert.Equal(1, queue.GetProperty("lanes")[0].GetProperty("written").GetInt32());
        var listed = ToolProcess.Run("list", "--json").Json().EnumerateArray().Single(one => one.GetProperty("name").GetString() == _name);
        Assert.Equal(("queue", 1), (listed.GetProperty("kind").GetString(), listed.GetProperty("queue").GetProperty("waiting").GetInt32()));
    }

    [Fact]
    public void A_damaged_queue_is_found()
    {
        using var writer = QueueWriter.Create(_name);
        using var view = SharedMap.Open(_name).CreateView();
        var body = view.At<long>(56);
        view.At<int>(body + 140) = -5;
        var found = ToolProcess.Run("verify", _name);
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("used hands is -5", found.Output, StringComparison.Ordinal);
        view.At<int>(body + 4) = 0;
        ToolProcess.Run("inspect", _name).Fails(_name, "number of hands");
    }
}
