using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

// Alone for the reason of Inspection.ListTests.
[Collection(Alone.Name)]
public class ListTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Maps_regions_and_locks_are_listed_with_those_who_hold_them()
    {
        using var map = SharedMap.Create(_name + "-map", 100);
        using var region = SharedRegion.Create(_name, new RegionOptions { ParticipantName = "me", MaxParticipants = 4 });
        using var mutex = SharedMutex.Create(region, "first");
        using var semaphore = SharedSemaphore.Create(_name + "-permits", 2, new RegionOptions { ParticipantName = "tab\there", MaxParticipants = 4 });
        _ = mutex.Acquire();
        var lines = ToolProcess.Run("list").Succeeds().Output.Split('\n');
        Assert.Equal("NAME\tKIND\tBYTES\tOWNER\tPARTICIPANTS\tSTATE\tHELD BY\tWAITING", lines[0]);
        Assert.Equal(("map", "100"), (Cells(_name + "-map")[1], Cells(_name + "-map")[2]));
        Assert.Equal(("region", $"me {Environment.ProcessId}"), (Cells(_name)[1], Cells(_name)[4]));
        Assert.Equal(["first in " + _name, "mutex", "-", "-", "-", "held", $"me {Environment.ProcessId}", "-"], Cells("first in " + _name));
        Assert.Equal(["semaphore", $@"tab\x09here {Environment.ProcessId}", "2 of 2 free"], [Cells(_name + "-permits")[1], .. Cells(_name + "-permits")[4..6]]);

        string[] Cells(string name) => Assert.Single(lines, line => line.StartsWith(name + "\t", StringComparison.Ordinal)).Split('\t');
    }

    [Fact]
    public void The_same_is_told_as_json()
    {
        using var map = SharedMap.Create(_name + "-map", 100);
        using var first = SharedMutex.Create(_name, new RegionOptions { ParticipantName = "me" });
        using var second = SharedMutex.Open(_name);
        _ = second.Acquire();
        var all = ToolProcess.Run("list", "--json").Json();
        var plain = One(all, _name + "-map");
        Assert.Equal("map", plain.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("locks").ValueKind);
        var mutex = One(all, _name);
        Assert.Equal("mutex", mutex.GetProperty("kind").GetString());
        var people = mutex.GetProperty("participants");
        Assert.Equal(("me", Environment.ProcessId, true), (people[0].GetProperty("name").GetString(), people[0].GetProperty("processId").GetInt32(), people[0].GetProperty("alive").GetBoolean()));
        var told = mutex.GetProperty("locks")[0];
        Assert.Equal((1, "held"), (told.GetProperty("holders")[0].GetInt32(), told.GetProperty("state").GetString()));
        Assert.Equal(JsonValueKind.Null, told.GetProperty("permits").ValueKind);
    }

    [Fact]
    public void A_name_that_a_kill_left_is_listed_and_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows a kill leaves nothing.");
        using var folder = new TemporaryFolder();
        using var live = SharedMutex.Create("live", new RegionOptions { Directory = folder.Path });
        using (var holder = ToolProcess.StartIn(folder.Path, "map", "create", "dead", "--size", "10"))
        {
            _ = holder.ReadLine();
            holder.Kill();
        }

        for (var i = 0; i < 2; i++)
        {
            var all = ToolProcess.Run("list", "--json", "--directory", folder.Path).Json();
            Assert.Equal("dead", One(all, @"Local\dead").GetProperty("state").GetString());
            Assert.Equal("mutex", One(all, @"Local\live").GetProperty("kind").GetString());
        }
    }

    [Fact]
    public void A_dead_participant_is_listed_until_somebody_recovers_it()
    {
        using var kept = SharedEvent.Create(_name, EventResetMode.AutoReset);
        using (var holder = ToolProcess.Start("event", "create", _name))
        {
            _ = holder.ReadLine();
            holder.Kill();
        }

        var line = Assert.Single(ToolProcess.Run("list").Succeeds().Output.Split('\n'), line => line.StartsWith(_name + "\t", StringComparison.Ordinal));
        Assert.Contains("mapwire event create", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_looked_into_is_listed_all_the_same()
    {
        using var mutex = SharedMutex.Create(_name);
        using var view = SharedMap.Open(_name).CreateView();
        view.At<int>(8) = 77;
        Assert.Equal("damaged region", One(ToolProcess.Run("list", "--json").Json(), _name).GetProperty("kind").GetString());
    }

    private static JsonElement One(JsonElement all, string name) => Assert.Single(all.EnumerateArray(), one => one.GetProperty("name").GetString() == name);
}
