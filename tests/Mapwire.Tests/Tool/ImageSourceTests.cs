using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class ImageSourceTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_folder_that_is_none_or_has_no_bitmap_is_refused_before_anything_is_made()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("notes.txt"), "no bitmap");
        Refused(folder.Path, folder.Path, ".bmp");
        Refused(folder.PathOf("none"), folder.PathOf("none"), "no folder");
        Refused(folder.PathOf("notes.txt"), "notes.txt", "not a folder");
    }

    [Theory]
    [InlineData("text", "letters BM")]
    [InlineData("empty", "empty")]
    [InlineData("cut", "no whole bitmap")]
    [InlineData("one bit", "1 bits")]
    [InlineData("sixteen bits", "16 bits")]
    [InlineData("colours", "8 bits")]
    [InlineData("masks", "order of its own")]
    [InlineData("packed", "compressed")]
    public void A_folder_with_a_file_that_cannot_be_streamed_is_refused_by_its_name(string kind, string why)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.bmp"), BitmapFile.Make(10, 10));
        File.WriteAllBytes(folder.PathOf("b.bmp"), Broken(kind));
        Refused(folder.Path, folder.PathOf("b.bmp"), why);
    }

    [Fact]
    public void The_usual_masks_are_blue_green_and_red()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.bmp"), Masked(0x00FF0000));
        _ = ToolProcess.Run("image", "stream", _name, "--from", folder.Path, "--count", "1").Succeeds();
    }

    [Fact]
    public void An_image_that_is_larger_than_a_frame_of_the_stream_is_refused_with_both_lengths()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.bmp"), BitmapFile.Make(2, 2));
        File.WriteAllBytes(folder.PathOf("b.bmp"), BitmapFile.Make(10, 11, 32));

        // It keeps the stream, whoever streams and goes.
        using var watcher = ToolProcess.Start("image", "watch", _name, "--create", "10x10", "--follow");
        _ = watcher.ReadLine();
        ToolProcess.Run("image", "stream", _name, "--from", folder.Path).Fails(folder.PathOf("b.bmp"), "440 bytes", "the 400 of a frame", _name);
        ToolProcess.Run("image", "stream", _name, "--generate", "11x10").Fails("generated", "440 bytes", "the 400 of a frame", _name);
        _ = ToolProcess.Run("image", "stream", _name, "--generate", "10x10", "--count", "1").Succeeds();
    }

    [Fact]
    public void Images_of_different_sizes_share_a_stream_with_room_for_the_largest()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.bmp"), BitmapFile.Make(2, 2));
        File.WriteAllBytes(folder.PathOf("b.bmp"), BitmapFile.Make(10, 11, 32));
        File.WriteAllBytes(folder.PathOf("c.bmp"), BitmapFile.Make(5, 5));
        var end = ToolProcess.Run("image", "stream", _name, "--from", folder.Path, "--count", "3", "--frames", "2").Succeeds();
        Assert.StartsWith($"streaming 3 bitmaps of {folder.Path} to {_name}, which has room for 2 frames of 440 bytes\nstreamed 3 frames, 536 bytes,", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("larger", "bytes of pixels now")]
    [InlineData("gone", "no file")]
    [InlineData("text", "letters BM")]
    public void A_file_that_changes_while_it_is_played_ends_the_stream_by_its_name(string kind, string why)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("a.bmp");
        File.WriteAllBytes(path, BitmapFile.Make(10, 10));
        using var streamer = ToolProcess.Start("image", "stream", _name, "--from", folder.Path, "--fps", "100");
        _ = streamer.ReadLine();
        File.Delete(path);
        if (kind != "gone")
        {
            File.WriteAllBytes(folder.PathOf("new"), kind == "text" ? "no bitmap"u8.ToArray() : BitmapFile.Make(20, 20));
            File.Move(folder.PathOf("new"), path);
        }

        var end = streamer.WaitForEnd();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains(path, end.Errors, StringComparison.Ordinal);
        Assert.True(end.Errors.Contains(why, StringComparison.Ordinal) || end.Errors.Contains("no file", StringComparison.Ordinal), end.Errors);
    }

    private static byte[] Broken(string kind)
    {
        var packed = BitmapFile.Make(10, 10);
        BitmapFile.Put(packed, 30, 1);
        return kind switch
        {
            "text" => "This is no bitmap, but long enough to be one, one might think."u8.ToArray(),
            "empty" => [],
            "cut" => BitmapFile.Make(10, 10)[..^1],
            "one bit" => BitmapFile.Make(10, 10, 1),
            "sixteen bits" => BitmapFile.Make(10, 10, 16),
            "colours" => BitmapFile.Make(40, 40, 8),
            "masks" => Masked(0x000000FF),
            _ => packed,
        };
    }

    private static byte[] Masked(int red)
    {
        var bitmap = BitmapFile.Make(10, 10, 32, 108);
        BitmapFile.Put(bitmap, 30, 3);
        BitmapFile.Put(bitmap, 54, red);
        BitmapFile.Put(bitmap, 58, 0x0000FF00);
        BitmapFile.Put(bitmap, 62, red ^ 0x00FF00FF);
        return bitmap;
    }

    private void Refused(string folder, params string[] words)
    {
        ToolProcess.Run("image", "stream", _name, "--from", folder).Fails(words);
        Assert.Null(MapInspector.Find(_name));
    }
}
