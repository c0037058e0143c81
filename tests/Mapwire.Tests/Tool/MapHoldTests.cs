using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class MapHoldTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Create_says_what_it_made_once_the_content_is_in()
    {
        using var tool = ToolProcess.Start("map", "create", _name, "--size", "64KiB", "--text", "hello");
        Assert.Equal($"created {_name}, 65536 bytes", tool.ReadLine());
        using var map = SharedMap.Open(_name);
        using var view = map.CreateView();
        Assert.Equal("hello\0"u8.ToArray(), view.ReadOnlySpan[..6].ToArray());
    }

    [Fact]
    public void Enter_ends_a_holder_and_its_name()
    {
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "10");
        Assert.True(Exists());
        tool.PressEnter();
        _ = tool.WaitForEnd().Succeeds();
        Assert.False(Exists());
    }

    [Fact]
    public void The_end_of_input_alone_does_not_end_a_holder()
    {
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "10");
        using var other = ToolProcess.Hold("map", "open", _name);
        tool.EndInput();

        // A second program begins and ends meanwhile: time enough for the first to notice.
        _ = ToolProcess.Run("map", "read", _name).Succeeds();
        other.PressEnter();
        _ = other.WaitForEnd().Succeeds();
        Assert.True(Exists());
        tool.Kill();
        Assert.False(Exists());
    }

    [Fact]
    public void A_holder_lets_go_when_its_time_is_up()
    {
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "10", "--hold-for", "0.2");
        _ = tool.WaitForEnd().Succeeds();
        Assert.False(Exists());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void A_signal_ends_a_holder_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "10");
        tool.Signal(signal);
        _ = tool.WaitForEnd().Succeeds();
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_killed_holder_takes_its_name_along()
    {
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "10");
        tool.Kill();
        ToolProcess.Run("map", "read", _name).Fails(_name);
        _ = ToolProcess.Run("map", "create", _name, "--size", "20", "--hold-for", "0").Succeeds();
    }

    [Fact]
    public void Who_opened_a_map_keeps_it_when_its_creator_goes()
    {
        using var creator = ToolProcess.Hold("map", "create", _name, "--size", "4096", "--text", "kept");
        using var opener = ToolProcess.Start("map", "open", _name);
        Assert.Equal($"opened {_name}, 4096 bytes", opener.ReadLine());
        creator.PressEnter();
        _ = creator.WaitForEnd().Succeeds();
        Assert.Equal("kept\n", ToolProcess.Run("map", "read", _name, "--text").Succeeds().Output);
        opener.PressEnter();
        _ = opener.WaitForEnd().Succeeds();
        Assert.False(Exists());
    }

    [Fact]
    public void Open_lets_go_when_its_time_is_up()
    {
        using var map = SharedMap.Create(_name, 10);
        Assert.Equal($"opened {_name}, 10 bytes\n", ToolProcess.Run("map", "open", _name, "--hold-for", "0").Succeeds().Output);
    }

    [Fact]
    public void Create_and_open_report_as_json()
    {
        using var creator = ToolProcess.Start("map", "create", _name, "--size", "10", "--json");
        Assert.Contains("\"event\":\"created\"", creator.ReadLine(), StringComparison.Ordinal);
        var opened = ToolProcess.Run("map", "open", _name, "--hold-for", "0", "--json").Json();
        Assert.Equal("opened", opened.GetProperty("event").GetString());
        Assert.Equal(_name, opened.GetProperty("name").GetString());
        Assert.Equal(10, opened.GetProperty("size").GetInt64());
    }

    [Fact]
    public void A_live_name_is_refused()
    {
        using var map = SharedMap.Create(_name, 10);
        ToolProcess.Run("map", "create", _name, "--size", "20").Fails(_name, "already exists");
        Assert.Equal(10, map.Size);
    }

    [Fact]
    public void A_name_nobody_holds_cannot_be_opened() => ToolProcess.Run("map", "open", _name).Fails(_name, "no map");

    private bool Exists()
    {
        if (!SharedMap.TryOpen(_name, out var map))
        {
            return false;
        }

        map.Dispose();
        return true;
    }
}
