using System.Text;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class MapCreateTests
{
    private const string Text = "Grüße, 你好";
    private readonly string _name = UniqueName.Local();

    [Theory]
    [InlineData("1", 1)]
    [InlineData("65536", 65536)]
    [InlineData("64KiB", 65536)]
    [InlineData("64K", 65536)]
    [InlineData("1MiB", 1048576)]
    [InlineData("3m", 3145728)]
    [InlineData("100B", 100)]
    public void A_size_is_what_it_says(string size, long bytes) =>
        Assert.Equal($"created {_name}, {bytes} {(bytes == 1 ? "byte" : "bytes")}\n", ToolProcess.Run("map", "create", _name, "--size", size, "--hold-for", "0").Succeeds().Output);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Text_is_written_in_its_encoding_with_its_terminator(string encoding)
    {
        var expected = (encoding == "utf-8" ? Encoding.UTF8 : Encoding.Unicode).GetBytes(Text + '\0');
        using var folder = new TemporaryFolder();
        var file = "file:" + folder.PathOf("data");
        _ = ToolProcess.Run(
            "map", "create", file, "--size", $"{expected.Length + 7}", "--offset", "7", "--text", Text, "--encoding", encoding, "--hold-for", "0").Succeeds();
        Assert.Equal([.. new byte[7], .. expected], File.ReadAllBytes(folder.PathOf("data")));
        Assert.Equal(Text + "\n", ToolProcess.Run("map", "read", file, "--offset", "7", "--text", "--encoding", encoding).Succeeds().Output);
    }

    [Theory]
    [InlineData("@text", "utf-8")]
    [InlineData("-text", "utf-8")]
    [InlineData("", "utf-16")]
    [InlineData("two\nlines", "ascii")]
    public void A_text_may_be_anything(string text, string encoding)
    {
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "100", "--text", text, "--encoding", encoding);
        Assert.Equal(text + "\n", ToolProcess.Run("map", "read", _name, "--text", "--encoding", encoding).Succeeds().Output);
    }

    [Fact]
    public void A_letter_that_ascii_lacks_is_refused() =>
        ToolProcess.Run("map", "create", _name, "--size", "100", "--text", Text, "--encoding", "ascii").IsWrongUsage("'ü'", "ascii");

    [Theory]
    [InlineData("10", "0", "0123456789", "11", "10")]
    [InlineData("20", "15", "01234", "6", "5")]
    public void A_text_longer_than_its_room_is_refused_with_both_sizes(string size, string offset, string text, string wanted, string room)
    {
        ToolProcess.Run("map", "create", _name, "--size", size, "--offset", offset, "--text", text).Fails(_name, wanted + " bytes", $"the {room} of");
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void An_offset_past_the_end_is_refused() =>
        ToolProcess.Run("map", "create", _name, "--size", "10", "--offset", "10", "--text", "").Fails(_name, "Offset 10", "10 bytes");

    [Fact]
    public void A_file_fills_a_map()
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[(1 << 20) + 12345];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(folder.PathOf("in"), bytes);
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "2MiB", "--file", folder.PathOf("in"), "--offset", "3");
        using var map = SharedMap.Open(_name);
        using var view = map.CreateView(3, bytes.Length);
        SameBytes.Check(bytes, view.ReadOnlySpan);
    }

    [Theory]
    [InlineData("missing", "no file")]
    [InlineData("empty", "0 bytes")]
    [InlineData("long", "101 bytes")]
    [InlineData(".", "folder")]
    public void A_file_that_cannot_fill_a_map_is_refused_by_name(string file, string why)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("empty"), []);
        File.WriteAllBytes(folder.PathOf("long"), new byte[101]);
        ToolProcess.Run("map", "create", _name, "--size", "100", "--file", folder.PathOf(file)).Fails(file, why);
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_pipe_is_no_file_and_nobody_waits_for_its_writer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows' pipes are not in the file system.");
        using var folder = new TemporaryFolder();
        var pipe = folder.PathOf("pipe");
        _ = Run.Command("mkfifo", pipe);
        ToolProcess.Run("map", "create", _name, "--size", "100", "--file", pipe).Fails(pipe, "pipe");
        ToolProcess.Run("image", "send", pipe, "--name", _name).Fails(pipe, "pipe");
    }

    [Fact]
    public void Memory_that_is_not_there_is_refused_with_wanted_and_free()
    {
        var result = ToolProcess.Run("map", "create", _name, "--size", "4000TiB");
        result.Fails("4398046511104000");
        Assert.Null(MapInspector.Find(_name));
        if (OperatingSystem.IsLinux())
        {
            result.Fails("wanted", "free", "/dev/shm");
        }
    }

    [Fact]
    public void A_file_that_exists_is_not_created()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("data"), "mine");
        ToolProcess.Run("map", "create", "file:" + folder.PathOf("data"), "--size", "10").Fails(folder.PathOf("data"), "already exists");
        Assert.Equal("mine", File.ReadAllText(folder.PathOf("data")));
    }

    [Theory]
    [InlineData("group", "660")]
    [InlineData("all-users", "666")]
    [InlineData("640", "640")]
    [InlineData("current-user", "600")]
    public void Access_decides_who_may_open(string access, string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A mode is what Linux and macOS have; Windows has descriptors.");
        var name = UniqueName.Global();
        using var tool = ToolProcess.Hold("map", "create", name, "--size", "10", "--access", access);
        var path = MapInspector.Find(name)!.Path!;
        Assert.Equal(Convert.ToInt32(mode, 8), (int)File.GetUnixFileMode(path));
    }

    [Fact]
    public void Names_live_in_the_folder_of_the_callers_choice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps names in the kernel.");
        using var folder = new TemporaryFolder();
        using var tool = ToolProcess.Hold("map", "create", _name, "--size", "100", "--text", "there", "--directory", folder.Path);
        Assert.NotEmpty(folder.Files());
        ToolProcess.Run("map", "read", _name, "--text").Fails(_name);
        Assert.Equal("there\n", ToolProcess.Run("map", "read", _name, "--text", "--directory", folder.Path).Succeeds().Output);
        Assert.Equal("there\n", ToolProcess.StartIn(folder.Path, "map", "read", _name, "--text").Finish().Succeeds().Output);
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps names in the kernel.");
        using var folder = new TemporaryFolder();
        var missing = folder.PathOf("missing");
        ToolProcess.Run("map", "create", _name, "--size", "100", "--directory", missing).Fails(missing);
    }
}
