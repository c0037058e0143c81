using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class InspectTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Inspect_tells_the_header_the_participants_and_the_locks()
    {
        using var region = SharedRegion.Create(_name, new RegionOptions { ParticipantName = "me", MaxParticipants = 7 });
        using var once = SharedOnce.Create(region, "setup");
        var text = ToolProcess.Run("inspect", _name).Succeeds().Output;
        Assert.All(
            [$"name\t{_name}\n", "kind\tregion\n", "participants\t1 of 7\n", $"\n0\tme\t{Environment.ProcessId}\t", "\talive\n", "\nsetup\tonce\tnot begun\t-\t-\n"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Inspect_tells_the_same_as_json()
    {
        using var barrier = SharedBarrier.Create(_name, 3, new RegionOptions { MaxParticipants = 7 });
        var told = ToolProcess.Run("inspect", _name, "--json").Json();
        Assert.Equal((_name, "barrier", 7), (told.GetProperty("name").GetString(), told.GetProperty("kind").GetString(), told.GetProperty("maxParticipants").GetInt32()));
        Assert.Equal(16, told.GetProperty("id").GetString()!.Length);
        var one = told.GetProperty("locks")[0];
        Assert.Equal((0, 1), (one.GetProperty("phase").GetInt64(), one.GetProperty("members").GetInt32()));
    }

    [Fact]
    public void A_dead_participant_is_told_until_somebody_recovers_it()
    {
        using var kept = SharedEvent.Create(_name, EventResetMode.AutoReset);
        using (var holder = ToolProcess.Start("event", "create", _name))
        {
            _ = holder.ReadLine();
            holder.Kill();
        }

        Assert.Contains("\tdead, not recovered yet\n", ToolProcess.Run("inspect", _name).Succeeds().Output, StringComparison.Ordinal);
        _ = ToolProcess.Run("verify", _name).Succeeds();
    }

    [Fact]
    public void Verify_says_that_nothing_is_wrong_or_what_is()
    {
        using var mutex = SharedMutex.Create(_name, new RegionOptions { MaxParticipants = 4 });
        Assert.Equal($"{_name}: nothing is wrong\n", ToolProcess.Run("verify", _name).Succeeds().Output);
        Assert.True(ToolProcess.Run("verify", _name, "--json").Json().GetProperty("ok").GetBoolean());
        using var view = SharedMap.Open(_name).CreateView();
        view.At<int>(128) = 9;
        var wrong = ToolProcess.Run("verify", _name);
        Assert.Equal((1, string.Empty), (wrong.ExitCode, wrong.Errors));
        Assert.Equal("The number of used slots is 9, expected 0 to 4.\n", wrong.Output);
        var json = ToolProcess.Run("verify", _name, "--json");
        Assert.Equal(1, json.ExitCode);
        Assert.Contains("\"ok\":false,\"findings\":[\"The number", json.Output, StringComparison.Ordinal);
        view.At<int>(128) = 1;
    }

    [Fact]
    public void A_plain_map_and_a_missing_name_are_refused()
    {
        ToolProcess.Run("inspect", _name).Fails(_name, "no map");
        ToolProcess.Run("verify", _name).Fails(_name, "no map");
        using var map = SharedMap.Create(_name, 5000);
        ToolProcess.Run("inspect", _name).Fails(_name, "plain map");
        Assert.Equal(1, ToolProcess.Run("verify", _name).ExitCode);
    }
}
