using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class ImageTests
{
    private const int Header = 64;
    private const int Ready = 60;
    private readonly string _name = UniqueName.Local();

    [Theory]
    [InlineData(1, 1, 1, 40)]
    [InlineData(641, 480, 24, 40)]
    [InlineData(33, -7, 8, 108)]
    [InlineData(100, 100, 32, 124)]
    [InlineData(17, 5, 4, 12)]
    [InlineData(900, 700, 24, 124)]
    public void A_bitmap_crosses_byte_for_byte(int width, int height, int bits, int headerLength)
    {
        using var folder = new TemporaryFolder();
        var (sent, received) = (folder.PathOf("sent.bmp"), folder.PathOf("received.bmp"));
        File.WriteAllBytes(sent, BitmapFile.Make(width, height, bits, headerLength));
        using var sender = ToolProcess.Start("image", "send", sent, "--name", _name);
        Assert.StartsWith($"sent {sent} in {_name}: {width} x {Math.Abs(height)} pixels, {bits} bits", sender.ReadLine(), StringComparison.Ordinal);
        var fact = ToolProcess.Run("image", "receive", received, "--name", _name, "--json").Json();
        Assert.Equal((width, height, bits), (fact.GetProperty("width").GetInt32(), fact.GetProperty("height").GetInt32(), fact.GetProperty("bits").GetInt32()));
        Assert.Equal(((width * bits) + 31) / 32 * 4, fact.GetProperty("stride").GetInt32());
        Assert.Equal(File.ReadAllBytes(sent), File.ReadAllBytes(received));
        Assert.Equal(2, folder.Files().Length);
        sender.PressEnter();
        _ = sender.WaitForEnd().Succeeds();
        ToolProcess.Run("image", "receive", received, "--name", _name).Fails(_name);
    }

    [Fact]
    public void The_name_is_DataMap_unless_another_is_given()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("sent.bmp");
        File.WriteAllBytes(file, BitmapFile.Make(3, 3));
        var fact = ToolProcess.Run("image", "send", file, "--hold-for", "0", "--json").Json();
        Assert.Equal(@"Local\DataMap", fact.GetProperty("name").GetString());
        Assert.Equal("sent", fact.GetProperty("event").GetString());
    }

    [Fact]
    public void A_file_that_stands_there_is_replaced_only_by_force()
    {
        using var folder = new TemporaryFolder();
        var (bitmap, path) = (BitmapFile.Make(10, 10), folder.PathOf("out.bmp"));
        File.WriteAllText(path, "mine");
        using var map = Block(bitmap);
        ToolProcess.Run("image", "receive", path, "--name", _name).Fails(path, "already exists", "--force");
        Assert.Equal("mine", File.ReadAllText(path));
        _ = ToolProcess.Run("image", "receive", path, "--name", _name, "--force").Succeeds();
        Assert.Equal(bitmap, File.ReadAllBytes(path));
        Assert.Equal([path], folder.Files());
    }

    [Fact]
    public void A_live_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.bmp"), BitmapFile.Make(3, 3));
        using var map = SharedMap.Create(_name, 10);
        ToolProcess.Run("image", "send", folder.PathOf("a.bmp"), "--name", _name).Fails(_name, "already exists");
    }

    [Theory]
    [InlineData("missing", "no file")]
    [InlineData("empty", "0 bytes")]
    [InlineData("text", "letters BM")]
    [InlineData("short", "fewer than the headers")]
    [InlineData("truncated", "says")]
    [InlineData("longer", "says")]
    [InlineData("header", "second header")]
    [InlineData("wide", "lies about its size")]
    [InlineData("huge", "lies about its size")]
    [InlineData("flat", "lies about its size")]
    [InlineData("negative", "lies about its size")]
    [InlineData("lowest", "lies about its size")]
    [InlineData("bits", "lies about its pixels")]
    [InlineData("far", "lies about its size")]
    [InlineData("near", "lies about its size")]
    [InlineData("packed", "compressed")]
    public void A_file_that_is_no_bitmap_or_lies_is_not_sent(string kind, string why)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf(kind);
        if (Broken(kind) is { } bytes)
        {
            File.WriteAllBytes(path, bytes);
        }

        ToolProcess.Run("image", "send", path, "--name", _name).Fails(path, why);
        Assert.Null(MapInspector.Find(_name));
    }

    [Theory]
    [InlineData(0, "magic")]
    [InlineData(8, "version")]
    [InlineData(12, "header size")]
    [InlineData(16, "says")]
    [InlineData(20, "length")]
    [InlineData(24, "lies about its bitmap")]
    [InlineData(28, "lies about its bitmap")]
    [InlineData(32, "lies about its bitmap")]
    [InlineData(36, "lies about its bitmap")]
    [InlineData(64, "letters BM")]
    [InlineData(66, "says")]
    [InlineData(64 + 18, "lies")]
    [InlineData(64 + 22, "lies")]
    [InlineData(64 + 28, "lies")]
    public void A_block_that_lies_is_not_received(int offset, string why)
    {
        using var folder = new TemporaryFolder();
        using var map = Block(BitmapFile.Make(10, 10));
        using var view = map.CreateView();
        view.Span[offset] ^= 0x41;
        ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Fails(_name, why);
        Assert.Empty(folder.Files());
        view.Span[offset] ^= 0x41;
        _ = ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Succeeds();
    }

    [Fact]
    public void A_length_that_would_overflow_is_not_received()
    {
        using var folder = new TemporaryFolder();
        using var map = Block(BitmapFile.Make(10, 10));
        using var view = map.CreateView();
        foreach (var length in new[] { long.MaxValue, -1, 0, long.MinValue, view.Length - Header + 1 })
        {
            view.At<long>(16) = length;
            ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Fails(_name, "length", $"{length}");
        }
    }

    [Fact]
    public void A_map_too_small_for_a_block_is_not_received()
    {
        using var folder = new TemporaryFolder();
        using var map = SharedMap.Create(_name, Header - 1);
        if (map.Size < Header)
        {
            ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Fails(_name, "63 bytes");
        }
    }

    [Fact]
    public void A_block_that_is_never_finished_is_given_up()
    {
        using var folder = new TemporaryFolder();
        using var map = Block(BitmapFile.Make(10, 10));
        using var view = map.CreateView();
        view.At<int>(Ready) = 0;
        ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Fails(_name, "ready");
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_receiver_waits_until_the_block_is_finished()
    {
        using var folder = new TemporaryFolder();
        var bitmap = BitmapFile.Make(10, 10);
        using var map = Block(bitmap);
        using var view = map.CreateView();
        view.At<int>(Ready) = 0;
        using var receiver = ToolProcess.Start("image", "receive", folder.PathOf("out.bmp"), "--name", _name);
        view.Span[0] ^= 1;
        _ = ToolProcess.Run("map", "info", _name).Succeeds();
        Assert.Empty(folder.Files());
        view.Span[0] ^= 1;
        Volatile.Write(ref view.At<int>(Ready), 1);
        _ = receiver.Finish().Succeeds();
        Assert.Equal(bitmap, File.ReadAllBytes(folder.PathOf("out.bmp")));
    }

    [Fact]
    public void A_map_larger_than_its_block_is_received()
    {
        using var folder = new TemporaryFolder();
        var bitmap = BitmapFile.Make(10, 10);
        using var map = Block(bitmap, 5000);
        _ = ToolProcess.Run("image", "receive", folder.PathOf("out.bmp"), "--name", _name).Succeeds();
        Assert.Equal(bitmap, File.ReadAllBytes(folder.PathOf("out.bmp")));
    }

    private static byte[]? Broken(string kind)
    {
        var good = BitmapFile.Make(10, 10);
        switch (kind)
        {
            case "missing": return null;
            case "empty": return [];
            case "text": return "This is no bitmap, but long enough to be one, one might think."u8.ToArray();
            case "short": return good[..25];
            case "truncated": return good[..^1];
            case "longer": return [.. good, 0];
            case "header": BitmapFile.Put(good, 14, 41); break;
            case "wide": BitmapFile.Put(good, 18, 11 * 4); break;
            case "huge": BitmapFile.Put(good, 18, int.MaxValue); BitmapFile.Put(good, 22, int.MaxValue); break;
            case "flat": BitmapFile.Put(good, 22, 0); break;
            case "negative": BitmapFile.Put(good, 18, -10); break;
            case "lowest": BitmapFile.Put(good, 22, int.MinValue); break;
            case "bits": BitmapFile.PutShort(good, 28, 13); break;
            case "far": BitmapFile.Put(good, 10, 55); break;
            case "near": BitmapFile.Put(good, 10, 20); break;
            default: BitmapFile.Put(good, 30, 1); break;
        }

        return good;
    }

    private SharedMap Block(byte[] bitmap, int spare = 0)
    {
        var map = SharedMap.Create(_name, Header + bitmap.Length + spare);
        using var view = map.CreateView();
        view.Write(0, "MWBITMAP"u8);
        view.At<int>(8) = 1;
        view.At<int>(12) = Header;
        view.At<long>(16) = bitmap.Length;
        view.At<int>(24) = 10;
        view.At<int>(28) = 10;
        view.At<int>(32) = 32;
        view.At<int>(36) = 24;
        view.Write(Header, bitmap);
        Volatile.Write(ref view.At<int>(Ready), 1);
        return map;
    }
}
