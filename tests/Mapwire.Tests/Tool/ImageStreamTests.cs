using System.Text.Json;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Tool;

public class ImageStreamTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void Generated_images_reach_every_watcher()
    {
        using var first = Watch("--create", "64x48");
        using var second = Watch();
        var end = ToolProcess.Run("image", "stream", _name, "--generate", "64x48", "--count", "30").Succeeds().Output;
        Assert.StartsWith($"streaming a moving pattern of 64 x 48 pixels, bgra32 to {_name}, which has room for 8 frames of 12288 bytes\nstreamed 30 frames, 368640 bytes, to {_name}, which has 2 subscribers, ", end, StringComparison.Ordinal);
        foreach (var watcher in new[] { first, second })
        {
            var said = watcher.WaitForEnd().Succeeds().Output;
            Assert.StartsWith($"watched 30 frames of {_name}, the last of 64 x 48 pixels, bgra32, ", said, StringComparison.Ordinal);
            Assert.EndsWith(" at most, none lost\n", said, StringComparison.Ordinal);
        }

        Wait.Until(() => MapInspector.Find(_name) is null);
    }

    [Fact]
    public void Each_frame_is_told_as_an_object_and_the_whole_as_another()
    {
        using var watcher = ToolProcess.Start("image", "watch", _name, "--create", "20x10", "--frames", "3", "--json");
        var begin = Json(watcher.ReadLine());
        Assert.Equal(("watching", _name, 800, 3), (Text(begin, "event"), Text(begin, "name"), begin.GetProperty("frameBytes").GetInt32(), begin.GetProperty("frameCount").GetInt32()));
        var streamed = ToolProcess.Run("image", "stream", _name, "--generate", "20x10", "--count", "5", "--json").Succeeds().Output.Split('\n');
        Assert.Equal("streaming", Text(Json(streamed[0]), "event"));
        var all = Json(streamed[1]);
        Assert.Equal(("streamed", 5, 4000, 1), (Text(all, "event"), all.GetProperty("frames").GetInt64(), all.GetProperty("bytes").GetInt64(), all.GetProperty("subscribers").GetInt32()));
        var facts = watcher.WaitForEnd().Succeeds().Output.TrimEnd().Split('\n').Select(Json).ToList();
        Assert.Equal(6, facts.Count);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(("frame", i, i), (Text(facts[i], "event"), facts[i].GetProperty("frame").GetInt64(), facts[i].GetProperty("sequence").GetInt64()));
            Assert.Equal((20, 10, 80, "bgra32", 800), Shape(facts[i]));
            Assert.InRange(facts[i].GetProperty("ageSeconds").GetDouble(), 0, Wait.Watchdog.TotalSeconds);
            Assert.InRange(facts[i].GetProperty("time").GetDateTime(), DateTime.UtcNow - Wait.Watchdog, DateTime.UtcNow);
        }

        Assert.Equal(5, facts[..5].Select(fact => Text(fact, "checksum")).Distinct().Count());
        var end = facts[5];
        Assert.Equal(("watched", 5, 4000, 0), (Text(end, "event"), end.GetProperty("frames").GetInt64(), end.GetProperty("bytes").GetInt64(), end.GetProperty("lost").GetInt64()));
        Assert.True(end.GetProperty("medianAgeSeconds").GetDouble() <= end.GetProperty("maxAgeSeconds").GetDouble());
        Assert.True(end.GetProperty("framesPerSecond").GetDouble() > 0);
    }

    [Fact]
    public void The_bitmaps_of_a_folder_are_played_in_the_order_of_their_names_again_and_again()
    {
        using var folder = new TemporaryFolder();
        using var saved = new TemporaryFolder();
        byte[][] bitmaps = [BitmapFile.Make(33, 7), BitmapFile.Make(8, -9, 32, seed: 2), BitmapFile.Make(50, 40, seed: 3), Grey(BitmapFile.Make(5, 6, 8, seed: 4))];
        var names = new[] { "b.bmp", "a.BMP", "c.bmp", "d.bmp" };
        for (var i = 0; i < bitmaps.Length; i++)
        {
            File.WriteAllBytes(folder.PathOf(names[i]), bitmaps[i]);
        }

        File.WriteAllText(folder.PathOf("notes.txt"), "no bitmap");
        using var watcher = Watch("--create", "40x40", "--save", saved.Path);
        _ = ToolProcess.Run("image", "stream", _name, "--from", folder.Path, "--count", "9").Succeeds();
        _ = watcher.WaitForEnd().Succeeds();
        int[] order = [1, 0, 2, 3, 1, 0, 2, 3, 1];
        Assert.Equal(Enumerable.Range(0, 9).Select(number => saved.PathOf($"{number:00000000}.bmp")), saved.Files().Order(StringComparer.Ordinal));
        Assert.Equal(order.Select(which => bitmaps[which]), saved.Files().Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    [Fact]
    public void Who_watches_a_number_ends_there_and_the_stream_goes_on()
    {
        using var streamer = ToolProcess.Start("image", "stream", _name, "--generate", "16x16", "--fps", "200", "--count", "1000000");
        _ = streamer.ReadLine();
        Assert.Contains("watched 3 frames", ToolProcess.Run("image", "watch", _name, "--count", "3").Succeeds().Output, StringComparison.Ordinal);

        // This one may lose some, and then says so.
        var lossy = ToolProcess.Run("image", "watch", _name, "--count", "4", "--policy", "drop-oldest");
        Assert.Equal(0, lossy.ExitCode);
        Assert.Contains("watched 4 frames", lossy.Output, StringComparison.Ordinal);
        streamer.Kill();
        Wait.Until(() => MapInspector.Find(_name) is not { IsLive: true });
    }

    [Fact]
    public void A_kill_of_who_streams_ends_who_watches_all_that_came()
    {
        using var watcher = ToolProcess.Start("image", "watch", _name, "--create", "16x16", "--json");
        _ = watcher.ReadLine();
        using var streamer = ToolProcess.Start("image", "stream", _name, "--generate", "16x16", "--fps", "500");
        Wait.Until(() => RegionInspector.Inspect(_name) is { Topic.Counts.Published: >= 3 });
        streamer.Kill();
        var facts = watcher.WaitForEnd().Succeeds().Output.TrimEnd().Split('\n').Select(Json).ToList();
        Assert.InRange(facts.Count, 4, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, facts.Count - 1).Select(number => (long)number), facts.SkipLast(1).Select(fact => fact.GetProperty("frame").GetInt64()));
        Assert.Equal(facts.Count - 1, facts[^1].GetProperty("frames").GetInt64());
    }

    [Fact]
    public void Images_come_no_faster_than_they_are_asked_for()
    {
        var fact = Json(ToolProcess.Run("image", "stream", _name, "--generate", "8x8", "--fps", "50", "--count", "11", "--json").Succeeds().Output.Split('\n')[1]);
        Assert.InRange(fact.GetProperty("seconds").GetDouble(), 0.1, Wait.Watchdog.TotalSeconds);
    }

    [Fact]
    public void Who_follows_stays_for_the_next()
    {
        using var watcher = Watch("--create", "8x8", "--follow", "--json");
        foreach (var number in new[] { 0, 1 })
        {
            _ = ToolProcess.Run("image", "stream", _name, "--generate", "8x8", "--count", "1").Succeeds();
            Assert.Equal(0, Json(watcher.ReadLine()).GetProperty("sequence").GetInt64());
        }
    }

    [Fact]
    public void A_watcher_that_does_not_read_holds_the_stream_back()
    {
        using var idler = FrameSubscriber<Mapwire.Tool.Images.ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 256, FrameCount = 2, ParticipantName = "idler" });
        var end = ToolProcess.Run("image", "stream", _name, "--generate", "8x8", "--count", "3", "--wait", "0.05");
        Assert.Equal(75, end.ExitCode);
        Assert.Contains("no frame to fill", end.Errors, StringComparison.Ordinal);
        Assert.Contains("idler", end.Errors, StringComparison.Ordinal);
        Assert.Contains("before that: 2 frames", end.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x480", "from 1 to 65535")]
    [InlineData("640x0", "from 1 to 65535")]
    [InlineData("65536x1", "from 1 to 65535")]
    [InlineData("99999999999999999999x1", "640x480")]
    [InlineData("65535x65535", "17179344900 bytes")]
    [InlineData("640", "640x480")]
    [InlineData("640x480x3", "640x480")]
    [InlineData("-640x480", "640x480")]
    [InlineData("640*480", "640x480")]
    [InlineData("x", "640x480")]
    public void A_size_that_is_none_is_refused(string size, string why)
    {
        ToolProcess.Run("image", "stream", _name, "--generate", size).IsWrongUsage("--generate", $"'{size}'", why);
        ToolProcess.Run("image", "watch", _name, "--create", size).IsWrongUsage("--create", $"'{size}'", why);
    }

    [Theory]
    [InlineData("--fps", "0")]
    [InlineData("--fps", "-1")]
    [InlineData("--fps", "1001")]
    [InlineData("--fps", "NaN")]
    [InlineData("--fps", "fast")]
    [InlineData("--count", "0")]
    [InlineData("--count", "many")]
    [InlineData("--frames", "0")]
    [InlineData("--frames", "4097")]
    public void A_number_that_is_none_is_refused(string option, string value) =>
        ToolProcess.Run("image", "stream", _name, "--generate", "8x8", option, value).IsWrongUsage(option, $"'{value}'");

    [Fact]
    public void Words_that_do_not_go_together_are_refused()
    {
        ToolProcess.Run("image", "stream", _name).IsWrongUsage("One of --from, --generate");
        ToolProcess.Run("image", "stream", _name, "--from", "a", "--generate", "8x8").IsWrongUsage("Only one of --from, --generate");
        ToolProcess.Run("image", "watch", _name, "--count", "1", "--follow").IsWrongUsage("Only one of --count, --follow");
        ToolProcess.Run("image", "watch", _name, "--force").IsWrongUsage("--force needs --save");
        ToolProcess.Run("image", "watch", _name, "--frames", "3").IsWrongUsage("--frames needs --create");
        ToolProcess.Run("image", "watch", _name, "--policy", "drop-newest").IsWrongUsage("'drop-newest'", "drop-oldest");
    }

    private static JsonElement Json(string line) => JsonDocument.Parse(line).RootElement;

    private static string? Text(JsonElement fact, string field) => fact.GetProperty(field).GetString();

    private static (int Width, int Height, int Stride, string? Format, int Length) Shape(JsonElement fact) => (
        fact.GetProperty("width").GetInt32(), fact.GetProperty("height").GetInt32(), fact.GetProperty("stride").GetInt32(), Text(fact, "format"), fact.GetProperty("length").GetInt32());

    // Its pixels are what they were, each a number of a grey.
    private static byte[] Grey(byte[] bitmap)
    {
        var palette = Enumerable.Range(0, 256).SelectMany(grey => new byte[] { (byte)grey, (byte)grey, (byte)grey, 0 });
        byte[] all = [.. bitmap[..54], .. palette, .. bitmap[54..]];
        BitmapFile.Put(all, 2, all.Length);
        BitmapFile.Put(all, 10, 54 + 1024);
        return all;
    }

    private ToolProcess Watch(params string[] words)
    {
        var watcher = ToolProcess.Start(["image", "watch", _name, .. words]);
        _ = watcher.ReadLine();
        return watcher;
    }
}
