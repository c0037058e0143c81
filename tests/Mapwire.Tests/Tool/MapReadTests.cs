using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class MapReadTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_pipe_gets_the_bytes_themselves()
    {
        var bytes = Bytes(100_000);
        using var map = Hold(bytes);
        Assert.Equal(bytes, ToolProcess.Run("map", "read", _name).Succeeds().Bytes);
        Assert.Equal(bytes[70_001..], ToolProcess.Run("map", "read", _name, "--offset", "70001").Succeeds().Bytes);
        Assert.Equal(bytes[17..20], ToolProcess.Run("map", "read", _name, "--offset", "17", "--length", "3").Succeeds().Bytes);
    }

    [Fact]
    public void A_hex_dump_shows_offsets_bytes_and_letters()
    {
        var bytes = new byte[70];
        "Hello, memory\x7F\xC3"u8.CopyTo(bytes);
        bytes[69] = 0xFF;
        using var map = Hold(bytes);
        Assert.Equal(
            """
            00000000  48 65 6c 6c 6f 2c 20 6d  65 6d 6f 72 79 7f c3 83  |Hello, memory...|
            00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
            *
            00000040  00 00 00 00 00 ff                                 |......|
            00000046

            """.ReplaceLineEndings("\n"),
            ToolProcess.Run("map", "read", _name, "--hex").Succeeds().Output);
    }

    [Fact]
    public void A_terminal_gets_a_hex_dump_and_no_control_characters()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "script, which makes a terminal, is a program of Linux.");
        using var map = Hold("a\e[31mb\0"u8.ToArray());
        var dump = ToolProcess.Shell($"script -qec '$mapwire map read \"{_name.Replace(@"\", @"\\", StringComparison.Ordinal)}\"' /dev/null").Output;
        Assert.Contains("00000000  61 1b 5b 33", dump, StringComparison.Ordinal);
        var text = ToolProcess.Shell($"script -qec '$mapwire map read --text \"{_name.Replace(@"\", @"\\", StringComparison.Ordinal)}\"' /dev/null").Output;
        Assert.Contains(@"a\x1B[31mb", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_ends_at_its_terminator_or_with_the_range()
    {
        using var map = Hold("one\0two"u8.ToArray());
        Assert.Equal("one\n", ToolProcess.Run("map", "read", _name, "--text").Succeeds().Output);
        Assert.Equal("two\n", ToolProcess.Run("map", "read", _name, "--text", "--offset", "4").Succeeds().Output);
        Assert.Equal("on\n", ToolProcess.Run("map", "read", _name, "--text", "--length", "2").Succeeds().Output);
        Assert.Equal("\n", ToolProcess.Run("map", "read", _name, "--text", "--offset", "3").Succeeds().Output);
    }

    [Fact]
    public void Text_longer_than_a_chunk_stays_whole()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("ü", 600_000));
        using var map = Hold(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(text + "\n", ToolProcess.Run("map", "read", _name, "--text").Succeeds().Output);
    }

    [Theory]
    [InlineData("ascii", 2, "Byte 0xC3 at offset 2", "C3 A4")]
    [InlineData("utf-8", 1, "Byte 0xFF at offset 3", "C3 A4 FF 41 00")]
    [InlineData("utf-8", 1, "Bytes 0xE4 0xBD at offset 2", "41 E4 BD")]
    [InlineData("utf-8", (1 << 20) - 1, "Bytes 0xE4 0xBD at offset 1048575", "E4 BD 41 00")]
    [InlineData("utf-16", 2, "Bytes 0x00 0xDC at offset 4", "41 00 00 DC 00 00")]
    [InlineData("utf-16", 2, "Byte 0x41 at offset 4", "41 00 41")]
    public void What_is_no_text_is_refused_with_its_bytes_and_place(string encoding, int before, string where, string bytes)
    {
        using var map = Hold([.. Enumerable.Repeat((byte)'x', before), .. Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal))]);
        var result = ToolProcess.Run("map", "read", _name, "--text", "--encoding", encoding);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{where} of {_name}", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"no {encoding} text", result.Errors, StringComparison.Ordinal);
        ToolProcess.Run("map", "read", _name, "--text", "--encoding", encoding, "--json").Fails(where);
    }

    [Fact]
    public void Output_does_not_replace_a_file_unless_forced()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("out");
        File.WriteAllText(path, "mine");
        using var map = Hold(Bytes(20));
        ToolProcess.Run("map", "read", _name, "--output", path).Fails(path, "already exists", "--force");
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal([path], folder.Files());
    }

    [Fact]
    public void Output_that_lacks_room_is_refused_with_wanted_and_free()
    {
        Conditions.NeedsRoot();
        using var map = Hold(Bytes(100_000));
        using var disk = new Mounted("size=64k");
        ToolProcess.Run("map", "read", _name, "--output", disk.PathOf("out")).Fails(disk.PathOf("out"), "wanted 100000 bytes", "free 65536", "No room");
        Assert.Empty(disk.Files());
        using var crowded = new Mounted("size=1m,nr_inodes=1");
        ToolProcess.Run("map", "read", _name, "--output", crowded.PathOf("out")).Fails($"No room for {crowded.PathOf("out")}:");
    }

    [Fact]
    public void Output_replaces_a_file_by_the_bytes_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("out");
        File.WriteAllText(path, "older and longer than the new content");
        var bytes = Bytes(20);
        using var map = Hold(bytes);
        Assert.Contains(path, ToolProcess.Run("map", "read", _name, "--output", path, "--force").Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal([path], folder.Files());
    }

    [Fact]
    public void Output_that_cannot_be_made_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var map = Hold(Bytes(20));
        ToolProcess.Run("map", "read", _name, "--output", folder.Path).Fails(folder.Path, "folder");
        var missing = Path.Combine(folder.Path, "missing", "out");
        ToolProcess.Run("map", "read", _name, "--output", missing).Fails(missing, "no such folder");
        ToolProcess.Run("map", "read", UniqueName.Local(), "--output", folder.PathOf("out")).Fails("no map");
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_device_is_no_output_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows' devices are not in the file system.");
        using var map = Hold(Bytes(20));
        ToolProcess.Run("map", "read", _name, "--output", "/dev/null").Fails("/dev/null");
    }

    [Fact]
    public void What_lies_past_the_end_cannot_be_read()
    {
        using var map = Hold(Bytes(20));
        ToolProcess.Run("map", "read", _name, "--offset", "20").Fails(_name, "20 bytes");
        ToolProcess.Run("map", "read", _name, "--offset", "9000000000000000000").Fails(_name, "9000000000000000000");
        ToolProcess.Run("map", "read", _name, "--length", "21").Fails(_name, "21 bytes");
        ToolProcess.Run("map", "read", _name, "--offset", "19", "--length", "2").Fails(_name, "2 bytes at offset 19");
        ToolProcess.Run("map", "read", _name, "--offset", "1", "--length", "9223372036854775807").Fails(_name, "9223372036854775807");
    }

    [Fact]
    public void A_name_nobody_holds_cannot_be_read() => ToolProcess.Run("map", "read", _name).Fails(_name, "no map");

    [Fact]
    public void Json_carries_text_or_bytes()
    {
        using var map = Hold("one\0two"u8.ToArray());
        using var folder = new TemporaryFolder();
        var text = ToolProcess.Run("map", "read", _name, "--text", "--json").Json();
        Assert.Equal("one", text.GetProperty("text").GetString());
        Assert.Equal(3, text.GetProperty("length").GetInt64());
        Assert.Equal(JsonValueKind.Null, text.GetProperty("bytes").ValueKind);
        var saved = ToolProcess.Run("map", "read", _name, "--output", folder.PathOf("out"), "--json").Json();
        Assert.Equal(folder.PathOf("out"), saved.GetProperty("output").GetString());
        Assert.Equal(JsonValueKind.Null, saved.GetProperty("bytes").ValueKind);
        var read = ToolProcess.Run("map", "read", _name, "--offset", "3", "--json").Json();
        Assert.Equal("\0two"u8.ToArray(), read.GetProperty("bytes").GetBytesFromBase64());
        Assert.Equal(3, read.GetProperty("offset").GetInt64());
        Assert.Equal(4, read.GetProperty("length").GetInt64());
    }

    [Fact]
    public void A_reader_that_goes_is_no_failure()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell line is for bash.");
        using var map = SharedMap.Create(_name, 16 << 20);
        var result = ToolProcess.Shell($"for how in '' --hex --text; do $mapwire map read '{_name}' $how | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}; done");
        Assert.Equal("0\n0\n0\n", result.Succeeds().Output);
    }

    [Fact]
    public void Output_that_is_full_is_a_failure()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a device of Linux.");
        using var map = Hold(Bytes(20));
        ToolProcess.Shell($"$mapwire map read '{_name}' > /dev/full").Fails("standard output", "No space left");
        ToolProcess.Shell($"$mapwire map read --text '{_name}' --length 1 --encoding utf-16 > /dev/full").Fails(_name);
        ToolProcess.Shell($"$mapwire map info --json '{_name}' > /dev/full").Fails("standard output", "No space left");
        ToolProcess.Shell($"$mapwire map list > /dev/full").Fails("standard output", "No space left");
        ToolProcess.Shell($"$mapwire --help > /dev/full").Fails("standard output", "No space left");
        ToolProcess.Shell($"$mapwire map list >&-").Fails("standard output");
    }

    [Fact]
    public void A_file_is_read_through_a_map_and_an_empty_or_missing_one_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("data"), "content");
        File.WriteAllText(folder.PathOf("empty"), string.Empty);
        Assert.Equal("content", ToolProcess.Run("map", "read", "file:" + folder.PathOf("data")).Succeeds().Output);
        ToolProcess.Run("map", "read", "file:" + folder.PathOf("empty")).Fails(folder.PathOf("empty"), "0 bytes");
        ToolProcess.Run("map", "read", "file:" + folder.PathOf("missing")).Fails(folder.PathOf("missing"), "no file");
        ToolProcess.Run("map", "read", "file:" + folder.Path).Fails(folder.Path, "folder");
    }

    [Fact]
    public void A_map_that_is_cut_short_while_it_is_read_is_reported()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is mapped cannot be cut on Windows.");
        var name = UniqueName.Posix();
        var path = Path.Combine("/dev/shm", name["posix:".Length..]);
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("line\n", 4_000_000)));
        try
        {
            // More than a pipe holds: the tool waits until this test reads on.
            using var tool = ToolProcess.Start("map", "read", name);
            Assert.Equal("line", tool.ReadLine());
            using (var file = File.OpenWrite(path))
            {
                file.SetLength(100);
            }

            var end = tool.WaitForEnd();
            Assert.Equal(1, end.ExitCode);
            Assert.Contains("shorter", end.Errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_has_no_size_yet_is_no_map()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no POSIX objects.");
        var name = UniqueName.Posix();
        var path = Path.Combine("/dev/shm", name["posix:".Length..]);
        File.WriteAllBytes(path, []);
        try
        {
            ToolProcess.Run("map", "read", name).Fails(name, "0 bytes");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private SharedMap Hold(byte[] bytes)
    {
        var map = SharedMap.Create(_name, bytes.Length);
        using var view = map.CreateView();
        view.Write(0, bytes);
        return map;
    }
}
