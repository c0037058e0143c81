using System.Text;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class MapWriteTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Text_is_written_with_its_terminator_over_what_was_there()
    {
        using var map = SharedMap.Create(_name, 20);
        using var view = map.CreateView();
        view.Span.Fill((byte)'x');
        Assert.Equal($"wrote 3 bytes at 4 into {_name}\n", ToolProcess.Run("map", "write", _name, "--text", "hi", "--offset", "4").Succeeds().Output);
        Assert.Equal("xxxxhi\0xxxxxxxxxxxxx", Encoding.ASCII.GetString(view.Span));
        _ = ToolProcess.Run("map", "write", _name, "--text", "ü", "--encoding", "utf-16").Succeeds();
        Assert.Equal([0xFC, 0, 0, 0], view.Span[..4].ToArray());
    }

    [Fact]
    public void A_file_is_written_as_it_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("in"), [1, 2, 3]);
        using var map = SharedMap.Create(_name, 5);
        _ = ToolProcess.Run("map", "write", _name, "--file", folder.PathOf("in"), "--offset", "2").Succeeds();
        using var view = map.CreateView();
        Assert.Equal([0, 0, 1, 2, 3], view.Span.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((3 << 20) + 17)]
    public void Standard_input_is_written_to_its_end(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var map = SharedMap.Create(_name, length + 1);
        _ = ToolProcess.RunWithInput(bytes, "map", "write", _name, "--stdin").Succeeds();
        using var view = map.CreateView();
        SameBytes.Check(bytes, view.Span[..length]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_sizes_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("in"), new byte[21]);
        using var map = SharedMap.Create(_name, 20);
        using var view = map.CreateView();
        view.Span.Fill((byte)'x');
        ToolProcess.Run("map", "write", _name, "--text", "0123456789", "--offset", "10").Fails(_name, "11 bytes", "the 10 of");
        ToolProcess.Run("map", "write", _name, "--file", folder.PathOf("in")).Fails(_name, "21 bytes", "the 20 of");
        ToolProcess.RunWithInput(new byte[3 << 20], "map", "write", _name, "--stdin").Fails(_name, "3145728 bytes", "the 20 of");
        ToolProcess.Run("map", "write", _name, "--text", string.Empty, "--offset", "20").Fails(_name, "Offset 20", "20 bytes");
        Assert.Equal(new string('x', 20), Encoding.ASCII.GetString(view.Span));
    }

    [Fact]
    public void What_fits_exactly_is_written()
    {
        using var map = SharedMap.Create(_name, 20);
        _ = ToolProcess.Run("map", "write", _name, "--text", "012345678", "--offset", "10").Succeeds();
        _ = ToolProcess.RunWithInput(new byte[20], "map", "write", _name, "--stdin").Succeeds();
    }

    [Fact]
    public void There_must_be_something_to_write()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("empty"), []);
        using var map = SharedMap.Create(_name, 20);
        ToolProcess.Run("map", "write", _name, "--stdin").Fails("0 bytes");
        ToolProcess.Run("map", "write", _name, "--file", folder.PathOf("empty")).Fails(folder.PathOf("empty"), "0 bytes");
        ToolProcess.Run("map", "write", _name, "--file", folder.PathOf("missing")).Fails(folder.PathOf("missing"), "no file");
    }

    [Fact]
    public void A_name_nobody_holds_cannot_be_written() => ToolProcess.Run("map", "write", _name, "--text", "x").Fails(_name, "no map");

    [Fact]
    public void Json_says_what_was_written()
    {
        using var map = SharedMap.Create(_name, 20);
        var fact = ToolProcess.Run("map", "write", _name, "--text", "hi", "--offset", "4", "--json").Json();
        Assert.Equal((_name, 4, 3), (fact.GetProperty("name").GetString(), fact.GetProperty("offset").GetInt64(), fact.GetProperty("length").GetInt64()));
    }

    [Fact]
    public void A_file_is_written_through_a_map()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("data"), "0123456789");
        _ = ToolProcess.Run("map", "write", "file:" + folder.PathOf("data"), "--text", "ab", "--offset", "7").Succeeds();
        Assert.Equal("0123456ab\0", File.ReadAllText(folder.PathOf("data")));
    }
}
