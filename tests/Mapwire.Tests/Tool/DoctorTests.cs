using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class DoctorTests
{
    [Fact]
    public void A_folder_in_order_has_no_problem()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        using var mutex = SharedMutex.Create("fine", new RegionOptions { Directory = folder.Path });
        var all = ToolProcess.Run("doctor", "--json", "--directory", folder.Path).Json();
        Assert.True(all.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["folder of names", "dead names", "regions", "room", "kernel", "logout", "open files"],
            all.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("check").GetString()));
        var lines = ToolProcess.Run("doctor", "--directory", folder.Path).Succeeds().Output.Split('\n');
        Assert.Equal("STATE\tCHECK\tFOUND\tWHAT TO DO", lines[0]);
        Assert.Contains("ok\tregions\t1 looked at: no dead participants, nothing wrong\t-", lines);
    }

    [Fact]
    public void What_other_programs_left_among_the_posix_names_is_no_finding()
    {
        Conditions.NeedsRoot();
        using var folder = new TemporaryFolder();
        var foreign = $"/dev/shm/doctor-{Guid.NewGuid():N}";
        File.WriteAllBytes(foreign, new byte[1000]);
        try
        {
            _ = Support.Run.Command("chown", "65534", foreign);
            Assert.DoesNotContain(Path.GetFileName(foreign), ToolProcess.Run("doctor", "--directory", folder.Path).Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(foreign);
        }
    }

    [Fact]
    public void Dead_names_are_told_and_removed_only_when_asked_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows a kill leaves nothing.");
        using var folder = new TemporaryFolder();
        using var live = SharedMap.Create("live", 10, new MapOptions { Directory = folder.Path });
        Kill(folder, "map", "create", "dead", "--size", "10");
        for (var i = 0; i < 2; i++)
        {
            var told = Finding(Run(1, "--directory", folder.Path), "dead names");
            Assert.Equal("problem", told.GetProperty("state").GetString());
            Assert.Contains(@"Local\dead", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var done = Finding(Run(0, "--directory", folder.Path, "--fix"), "dead names");
        Assert.Equal(("fixed", @"removed Local\dead"), (done.GetProperty("state").GetString(), done.GetProperty("detail").GetString()));
        Assert.Equal([@"Local\live"], MapInspector.List(folder.Path).Where(map => map.Scope != MapScope.Posix).Select(map => map.Name));
        Assert.Equal("ok", Finding(Run(0, "--directory", folder.Path), "dead names").GetProperty("state").GetString());
    }

    [Fact]
    public void Dead_participants_are_told_and_recovered_only_when_asked_for()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        var options = new RegionOptions { Directory = folder.Path, ParticipantName = "living" };
        using var semaphore = SharedSemaphore.Create("permits", 2, options);
        Assert.True(semaphore.TryAcquire(out var kept));
        var gate = new RegionOptions { Directory = folder.Path };
        using var end = SharedEvent.Create("end", EventResetMode.ManualReset, options: gate);
        using (var holder = ToolProcess.StartIn(folder.Path, "semaphore", "permits", "--permits", "2", "--", ToolProcess.Path, "event", "wait", "end"))
        {
            Wait.Until(() => RegionInspector.Inspect("end", new MapOptions { Directory = folder.Path })!.Participants.Count == 2);
            holder.Kill();
        }

        end.Set();
        for (var i = 0; i < 2; i++)
        {
            var told = Finding(Run(1, "--directory", folder.Path), "dead participants");
            Assert.Equal("problem", told.GetProperty("state").GetString());
            Assert.Contains(", dead)", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("living", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(0, semaphore.Available);
        }

        Assert.Equal("fixed", Finding(Run(0, "--directory", folder.Path, "--fix"), "dead participants").GetProperty("state").GetString());
        Assert.Equal(1, semaphore.Available);
        kept.Release();
        Assert.Empty(RegionInspector.Verify("permits", new MapOptions { Directory = folder.Path }));
    }

    [Fact]
    public void A_region_that_was_written_over_is_told()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        using var mutex = SharedMutex.Create("broken", new RegionOptions { Directory = folder.Path });
        using var view = SharedMap.Open("broken", new MapOptions { Directory = folder.Path }).CreateView();
        view.At<int>(80) = 2;
        var told = Finding(Run(1, "--directory", folder.Path), "regions");
        Assert.Contains(@"Local\broken: The flags are 0x2", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_others_could_change_is_told()
    {
        Conditions.NeedsUnix();
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        var told = Finding(Run(1, "--directory", folder.Path), "folder of names");
        Assert.Contains("sticky", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Little_room_is_told()
    {
        Conditions.NeedsRoot();
        using var place = new Mounted("size=1m,mode=1777");
        var told = Finding(Run(1, "--directory", place.Path), "room");
        Assert.Equal("problem", told.GetProperty("state").GetString());
        Assert.Contains("1.00 MiB", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Run(int code, params string[] words)
    {
        var result = ToolProcess.Run(["doctor", "--json", .. words]);
        Assert.Equal((code, string.Empty), (result.ExitCode, result.Errors));
        using var document = JsonDocument.Parse(result.Bytes);
        return document.RootElement.Clone();
    }

    private static JsonElement Finding(JsonElement all, string check) =>
        Assert.Single(all.GetProperty("findings").EnumerateArray(), one => one.GetProperty("check").GetString() == check);

    private static void Kill(TemporaryFolder folder, params string[] words)
    {
        using var holder = ToolProcess.StartIn(folder.Path, words);
        _ = holder.ReadLine();
        holder.Kill();
    }
}
