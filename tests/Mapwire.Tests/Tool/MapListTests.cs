using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

// Alone for the reason of Inspection.ListTests.
[Collection(Alone.Name)]
public class MapListTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void List_shows_each_map_in_plain_lines_into_a_pipe()
    {
        using var map = SharedMap.Create(_name, 12345);
        var lines = ToolProcess.Run("map", "list").Succeeds().Output.Split('\n');
        Assert.Equal("NAME\tBYTES\tOWNER\tCREATED\tPROCESSES\tSTATE", lines[0]);
        var cells = Assert.Single(lines, line => line.StartsWith(_name + "\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(("12345", "live"), (cells[1], cells[5]));
        Assert.DoesNotContain(lines, line => line.Any(letter => letter is '\e' or '│'));
    }

    [Fact]
    public void Names_that_differ_are_printed_differently()
    {
        Conditions.NeedsUnix();
        using var folder = new TemporaryFolder();
        var options = new MapOptions { Directory = folder.Path };
        using var spaced = SharedMap.Create("c d", 10, options);
        using var broken = SharedMap.Create("c\nd", 10, options);
        var names = ToolProcess.Run("map", "list", "--directory", folder.Path).Succeeds().Output.TrimEnd().Split('\n').Select(line => line.Split('\t')[0])
            .Where(name => !name.StartsWith("posix:", StringComparison.Ordinal));
        Assert.Equal(["NAME", @"Local\c\x0Ad", @"Local\c d"], names);
    }

    [Fact]
    public void A_narrow_terminal_gets_a_line_for_each_cell()
    {
        Conditions.NeedsLinux();
        using var folder = new TemporaryFolder();
        using var map = SharedMap.Create("one", 12345, new MapOptions { Directory = folder.Path });
        var list = $"$mapwire map list --directory {folder.Path}";
        var narrow = ToolProcess.Shell($"script -qec 'stty cols 40; {list}' /dev/null").Output;
        Assert.Contains(@"NAME      Local\one", narrow, StringComparison.Ordinal);
        Assert.Contains("PROCESSES ", narrow, StringComparison.Ordinal);
        var pairs = ToolProcess.Shell($"script -qec 'stty cols 40; $mapwire map info one --directory {folder.Path}' /dev/null").Output;
        Assert.Contains("│ processes │", pairs, StringComparison.Ordinal);
        var wide = ToolProcess.Shell($"script -qec 'stty cols 200; {list}' /dev/null").Output;
        Assert.Contains("│ PROCESSES", wide, StringComparison.Ordinal);
    }

    [Fact]
    public void List_and_info_tell_the_same_as_json()
    {
        using var map = SharedMap.Create(_name, 12345);
        var listed = Assert.Single(
            ToolProcess.Run("map", "list", "--json").Json().EnumerateArray(), one => one.GetProperty("name").GetString() == _name);
        var told = ToolProcess.Run("map", "info", _name, "--json").Json();
        foreach (var one in new[] { listed, told })
        {
            Assert.Equal(_name, one.GetProperty("name").GetString());
            Assert.Equal(12345, one.GetProperty("size").GetInt64());
            Assert.Equal("Local", one.GetProperty("scope").GetString());
            Assert.Equal("live", one.GetProperty("state").GetString());
            if (OperatingSystem.IsLinux())
            {
                Assert.Contains(one.GetProperty("processIds").EnumerateArray(), process => process.GetInt32() == Environment.ProcessId);
            }
        }
    }

    [Fact]
    public void Info_tells_each_fact_on_a_line()
    {
        using var map = SharedMap.Create(_name, 2048);
        var lines = ToolProcess.Run("map", "info", _name).Succeeds().Output.Split('\n');
        Assert.Contains($"name\t{_name}", lines);
        Assert.Contains("size\t2048 bytes (2.00 KiB)", lines);
        Assert.Contains("state\tlive", lines);
    }

    [Fact]
    public void What_a_kill_left_is_called_so_until_it_is_removed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows a kill leaves nothing.");
        using var folder = new TemporaryFolder();
        using var holder = ToolProcess.StartIn(folder.Path, "map", "create", _name, "--size", "10");
        _ = holder.ReadLine();
        holder.Kill();
        var listed = Assert.Single(ToolProcess.Run("map", "list", "--json", "--directory", folder.Path).Json().EnumerateArray(), one => one.GetProperty("name").GetString() == _name);
        Assert.Equal("dead", listed.GetProperty("state").GetString());
        Assert.Contains("state\tleft by a kill", ToolProcess.Run("map", "info", _name, "--directory", folder.Path).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("processes\tnone\n", ToolProcess.Run("map", "info", _name, "--directory", folder.Path).Succeeds().Output, StringComparison.Ordinal);
        ToolProcess.Run("map", "read", _name, "--directory", folder.Path).Fails(_name);
        ToolProcess.Run("map", "info", _name, "--directory", folder.Path).Fails(_name);
    }

    [Fact]
    public void A_name_nobody_holds_has_no_info() => ToolProcess.Run("map", "info", _name).Fails(_name, "no map");

    [Fact]
    public void A_file_has_info_too()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("data"), "content");
        var told = ToolProcess.Run("map", "info", "file:" + folder.PathOf("data"), "--json").Json();
        Assert.Equal(7, told.GetProperty("size").GetInt64());
        ToolProcess.Run("map", "info", "file:" + folder.PathOf("missing")).Fails(folder.PathOf("missing"), "no file");
    }

    [Fact]
    public void A_posix_name_stays_until_it_is_deleted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no POSIX objects.");
        var name = UniqueName.Posix();
        _ = ToolProcess.Run("map", "create", name, "--size", "100", "--text", "stays", "--hold-for", "0").Succeeds();
        Assert.Equal("stays\n", ToolProcess.Run("map", "read", name, "--text").Succeeds().Output);
        ToolProcess.Run("map", "create", name, "--size", "100").Fails(name, "already exists");
        Assert.Equal($"deleted {name}\n", ToolProcess.Run("map", "delete", name).Succeeds().Output);
        ToolProcess.Run("map", "delete", name).Fails(name);
        ToolProcess.Run("map", "read", name).Fails(name);
    }

    [Fact]
    public void Delete_reports_as_json()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no POSIX objects.");
        var name = UniqueName.Posix();
        _ = ToolProcess.Run("map", "create", name, "--size", "100", "--hold-for", "0").Succeeds();
        Assert.Equal($$"""{"event":"deleted","name":"{{name}}"}""", ToolProcess.Run("map", "delete", name, "--json").Succeeds().Output.TrimEnd());
    }

    [Fact]
    public void A_posix_name_is_an_error_where_there_are_none()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Linux has POSIX objects.");
        ToolProcess.Run("map", "create", UniqueName.Posix(), "--size", "100").Fails("posix:");
        ToolProcess.Run("map", "delete", UniqueName.Posix()).Fails("posix:");
    }

    [Fact]
    public void Only_a_posix_name_can_be_deleted()
    {
        using var folder = new TemporaryFolder();
        using var map = SharedMap.Create(_name, 10);
        ToolProcess.Run("map", "delete", _name).IsWrongUsage(_name, "last holder");
        ToolProcess.Run("map", "delete", "file:" + folder.PathOf("x")).IsWrongUsage(folder.PathOf("x"));
    }
}
