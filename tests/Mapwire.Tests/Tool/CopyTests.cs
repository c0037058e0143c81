using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class CopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _source;
    private readonly string _copy;

    public CopyTests()
    {
        _source = _folder.PathOf("source");
        _copy = _folder.PathOf("copy");
    }

    [Theory]
    [InlineData("map", 0)]
    [InlineData("map", 1)]
    [InlineData("map", (64 << 20) + 4097)]
    [InlineData("auto", 12345)]
    public void A_copy_equals_its_source(string method, int length)
    {
        Write(_source, length);
        var line = ToolProcess.Run("copy", _source, _copy, "--method", method).Succeeds().Output;
        Assert.Matches($@"^copied .+ to .+: {length} bytes? in \d+\.\d+ s, .+/s, by (map|kernel)\n$", line);
        SameBytes.Check(File.ReadAllBytes(_source), File.ReadAllBytes(_copy));
        Assert.Equal(2, _folder.Files().Length);
    }

    [Fact]
    public void Json_tells_length_time_rate_and_method()
    {
        Write(_source, 5000);
        var fact = ToolProcess.Run("copy", _source, _copy, "--method", "map", "--json").Json();
        Assert.Equal((5000, "map"), (fact.GetProperty("length").GetInt64(), fact.GetProperty("method").GetString()));
        Assert.True(fact.GetProperty("seconds").GetDouble() > 0);
        Assert.True(fact.GetProperty("bytesPerSecond").GetDouble() > 0);
    }

    [Fact]
    public void The_kernel_copies_where_it_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a program ask the kernel for it.");
        Write(_source, 5000);
        Assert.EndsWith("by kernel\n", ToolProcess.Run("copy", _source, _copy, "--method", "kernel").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_exists_is_refused_unless_forced()
    {
        Write(_source, 5000);
        File.WriteAllText(_copy, "mine");
        ToolProcess.Run("copy", _source, _copy).Fails(_copy, "already exists", "--force");
        Assert.Equal("mine", File.ReadAllText(_copy));
        _ = ToolProcess.Run("copy", _source, _copy, "--force").Succeeds();
        Assert.Equal(File.ReadAllBytes(_source), File.ReadAllBytes(_copy));
        Assert.Equal(2, _folder.Files().Length);
    }

    [Fact]
    public void A_file_is_not_copied_onto_itself()
    {
        Write(_source, 5000);
        var before = File.ReadAllBytes(_source);
        ToolProcess.Run("copy", _source, _source, "--force").Fails(_source, "same file");
        ToolProcess.Run("copy", _source, Path.Combine(_folder.Path, ".", "source"), "--force").Fails("same file");
        Assert.Equal(before, File.ReadAllBytes(_source));
    }

    [Fact]
    public void What_cannot_be_copied_is_refused_by_name()
    {
        Write(_source, 10);
        ToolProcess.Run("copy", _folder.PathOf("missing"), _copy).Fails(_folder.PathOf("missing"), "no file");
        ToolProcess.Run("copy", _folder.Path, _copy).Fails(_folder.Path, "folder");
        ToolProcess.Run("copy", _source, _folder.Path).Fails(_folder.Path, "folder");
        var nowhere = Path.Combine(_folder.Path, "missing", "copy");
        ToolProcess.Run("copy", _source, nowhere).Fails(Path.Combine(_folder.Path, "missing"));
        Assert.Equal([_source], _folder.Files());
    }

    [Fact]
    public void A_copy_that_lacks_room_is_refused_with_wanted_and_free()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sparse files of this length take an option of their own there.");
        using (var file = File.Create(_source))
        {
            file.SetLength(8L << 40);
        }

        ToolProcess.Run("copy", _source, _copy, "--method", "map").Fails(_copy, "8796093022208", "free");
        Assert.Equal([_source], _folder.Files());
    }

    [Fact]
    public void A_copy_that_is_interrupted_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using (var file = File.Create(_source))
        {
            file.SetLength(2L << 30);
        }

        using var tool = ToolProcess.Start("copy", _source, _copy, "--method", "map");
        Wait.Until(() => OpensSource(tool.Id));
        tool.Signal("INT");
        var end = tool.Finish();
        end.Fails(_copy, "interrupted");
        Assert.Equal([_source], _folder.Files());
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string path, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private bool OpensSource(int process) => Directory.EnumerateFiles($"/proc/{process}/fd")
        .Any(link => new FileInfo(link).LinkTarget == _source);
}
