using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class RightsTests
{
    private const int Other = 65534;
    private readonly string _name = UniqueName.Global();

    public RightsTests() => Conditions.NeedsRoot();

    [Fact]
    public void A_map_of_this_user_is_closed_to_others()
    {
        using var holder = ToolProcess.Hold("map", "create", _name, "--size", "10");
        ToolProcess.StartAs(Other, "map", "read", _name).Finish().Fails(_name[7..]);
        ToolProcess.StartAs(Other, "map", "create", _name, "--size", "10").Finish().Fails(_name, "already exists");
    }

    [Fact]
    public void A_map_for_all_users_is_read_and_written_by_others()
    {
        using var holder = ToolProcess.Hold("map", "create", _name, "--size", "10", "--access", "all-users", "--text", "to all");
        Assert.Equal("to all\n", ToolProcess.StartAs(Other, "map", "read", _name, "--text").Finish().Succeeds().Output);
        _ = ToolProcess.StartAs(Other, "map", "write", _name, "--text", "thanks").Finish().Succeeds();
        Assert.Equal("thanks\n", ToolProcess.Run("map", "read", _name, "--text").Succeeds().Output);
    }

    [Fact]
    public void A_map_that_may_only_be_read_is_not_written()
    {
        using var holder = ToolProcess.Hold("map", "create", _name, "--size", "10", "--access", "644", "--text", "look");
        Assert.Equal("look\n", ToolProcess.StartAs(Other, "map", "read", _name, "--text").Finish().Succeeds().Output);
        ToolProcess.StartAs(Other, "map", "write", _name, "--text", "x").Finish().Fails(_name[7..]);
    }

    [Fact]
    public void A_map_of_another_user_is_opened_only_where_that_user_is_trusted()
    {
        using var holder = ToolProcess.HoldAs(Other, "map", "create", _name, "--size", "10", "--access", "all-users", "--text", "trap?");
        ToolProcess.Run("map", "read", _name, "--text").Fails(_name, $"{Other}", "--trust USER");
        ToolProcess.Run("map", "write", _name, "--text", "x", "--trust", "1").Fails(_name, $"{Other}");
        ToolProcess.Run("map", "open", _name, "--hold-for", "0").Fails(_name, $"{Other}");
        Assert.Equal("trap?\n", ToolProcess.Run("map", "read", _name, "--text", "--trust", $"{Other}").Succeeds().Output);
        Assert.Equal("trap?\n", ToolProcess.Run("map", "read", _name, "--text", "--trust", "1", "--trust", "*").Succeeds().Output);
    }

    [Fact]
    public void A_lock_for_all_users_is_taken_in_turn_by_each()
    {
        using var mine = SharedReaderWriterLock.Create(_name, new RegionOptions { Security = MapSecurity.AllUsers });
        using (mine.AcquireWrite())
        {
            var refused = ToolProcess.StartAs(Other, "lock", _name, "--wait", "0", "--", "true").Finish();
            Assert.Equal(75, refused.ExitCode);
            Assert.Contains($"(process {Environment.ProcessId},", refused.Errors, StringComparison.Ordinal);
        }

        Assert.Equal($"{Other}\n", ToolProcess.StartAs(Other, "lock", _name, "--wait", "60", "--", "id", "-u").Finish().Succeeds().Output);
        Assert.True(mine.TryAcquireWrite(out var hold));
        Assert.False(hold.IsAbandoned);
        Assert.Empty(RegionInspector.Verify(_name));
    }

    [Fact]
    public void A_lock_that_others_may_only_read_is_looked_into_and_not_taken()
    {
        using var mine = SharedReaderWriterLock.Create(_name, new RegionOptions { Security = MapSecurity.Explicit(Mode("644"), "D:P(A;;GA;;;OW)") });
        using var hold = mine.AcquireWrite();
        _ = ToolProcess.StartAs(Other, "verify", _name).Finish().Succeeds();
        Assert.Contains("held to write", ToolProcess.StartAs(Other, "inspect", _name).Finish().Succeeds().Output, StringComparison.Ordinal);
        ToolProcess.StartAs(Other, "lock", _name, "--wait", "0", "--", "true").Finish().Fails(_name);
        Assert.Empty(RegionInspector.Verify(_name));
        _ = Assert.Single(RegionInspector.Inspect(_name)!.Participants);
    }

    [Fact]
    public void Files_and_folders_without_rights_are_named()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, Mode("755"));
        File.WriteAllBytes(folder.PathOf("secret"), BitmapFile.Make(3, 3));
        File.WriteAllBytes(folder.PathOf("open"), BitmapFile.Make(3, 3));
        File.SetUnixFileMode(folder.PathOf("secret"), Mode("600"));
        File.SetUnixFileMode(folder.PathOf("open"), Mode("644"));
        ToolProcess.StartAs(Other, "copy", folder.PathOf("secret"), "/tmp/unused").Finish().Fails(folder.PathOf("secret"));
        ToolProcess.StartAs(Other, "copy", folder.PathOf("open"), folder.PathOf("copy")).Finish().Fails(folder.Path);
        ToolProcess.StartAs(Other, "image", "send", folder.PathOf("secret")).Finish().Fails(folder.PathOf("secret"), "rights");
        ToolProcess.StartAs(Other, "map", "create", _name, "--size", "10", "--file", folder.PathOf("secret")).Finish().Fails(folder.PathOf("secret"), "rights");
        ToolProcess.StartAs(Other, "map", "read", "file:" + folder.PathOf("secret")).Finish().Fails(folder.PathOf("secret"));
        ToolProcess.StartAs(Other, "map", "read", "file:" + folder.PathOf("open"), "--output", folder.PathOf("out")).Finish().Fails(folder.PathOf("out"), "rights");
        Assert.Equal(2, folder.Files().Length);
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
