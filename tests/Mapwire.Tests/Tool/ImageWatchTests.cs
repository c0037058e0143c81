using System.Globalization;
using Mapwire.Tests.Support;
using Mapwire.Tool.Images;
using Xunit;

namespace Mapwire.Tests.Tool;

public class ImageWatchTests
{
    private readonly string _name = UniqueName.Local();

    [Fact]
    public void A_stream_that_nobody_holds_is_unknown()
    {
        ToolProcess.Run("image", "watch", _name).Fails(_name, "mapwire image stream", "--create");
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void What_is_no_stream_of_images_is_refused_with_both_types()
    {
        using (Publisher.Create(_name))
        {
            ToolProcess.Run("image", "watch", _name).Fails(_name, "bytes", nameof(ImageFrameInfo));
            ToolProcess.Run("image", "stream", _name, "--generate", "8x8").Fails(_name, "bytes", nameof(ImageFrameInfo));
        }

        using (FramePublisher.Create(_name, new FrameOptions { FrameBytes = 4096 }))
        {
            ToolProcess.Run("image", "watch", _name).Fails(_name, $"{typeof(FrameInfo)} of", nameof(ImageFrameInfo));
        }

        using (QueueWriter.Create(_name))
        {
            ToolProcess.Run("image", "watch", _name, "--create", "8x8").Fails(_name, "kind");
        }

        using (SharedMap.Create(_name, 10))
        {
            ToolProcess.Run("image", "watch", _name).Fails(_name);
        }
    }

    [Theory]
    [InlineData("format", "pixel format: 9")]
    [InlineData("no format", "pixel format: 0")]
    [InlineData("negative format", "pixel format: -1")]
    [InlineData("flat", "width: 0")]
    [InlineData("negative width", "width: -10")]
    [InlineData("wide", "stride: 40, and 11 pixels")]
    [InlineData("huge width", "stride: 40, and 2147483647 pixels of 32 bits take 8589934588")]
    [InlineData("low", "height: 0")]
    [InlineData("lowest", "height: -2147483648")]
    [InlineData("high", "length: 400 bytes, and 10 x 11 pixels, bgra32 take 440")]
    [InlineData("huge height", "length: 400 bytes, and 10 x 2147483647 pixels")]
    [InlineData("stride", "stride: 44")]
    [InlineData("negative stride", "stride: -40")]
    [InlineData("length", "length: 399 bytes")]
    [InlineData("empty", "length: 0 bytes")]
    [InlineData("checksum", "damaged: its checksum is 0x")]
    [InlineData("pixels", "damaged: its checksum is 0x")]
    public void A_frame_that_lies_ends_the_watch_with_what_it_lies_about(string kind, string why)
    {
        using var saved = new TemporaryFolder();
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        using var watcher = ToolProcess.Start("image", "watch", _name, "--save", saved.Path);
        _ = watcher.ReadLine();
        Publish(publisher, "right");
        Publish(publisher, kind);
        var end = watcher.WaitForEnd();
        Assert.Equal((1, string.Empty), (end.ExitCode, end.Output));
        Assert.StartsWith($"mapwire: Frame 1 of {_name} ", end.Errors, StringComparison.Ordinal);
        Assert.Contains(why, end.Errors, StringComparison.Ordinal);
        Assert.Equal([saved.PathOf("00000000.bmp")], saved.Files());
    }

    [Fact]
    public void A_time_that_is_none_or_still_to_come_is_an_age_all_the_same()
    {
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        using var watcher = ToolProcess.Start("image", "watch", _name, "--count", "2");
        _ = watcher.ReadLine();
        Publish(publisher, "late");
        Publish(publisher, "early");
        Assert.Contains("watched 2 frames", watcher.WaitForEnd().Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_lost_is_told_beside_the_output_and_counted()
    {
        using var folder = new TemporaryFolder();
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400, FrameCount = 2 });
        using var watcher = ToolProcess.Start("image", "watch", _name, "--policy", "drop-oldest", "--json");
        _ = watcher.ReadLine();
        const int Many = 3000;
        for (var i = 0; i < Many; i++)
        {
            Publish(publisher, "right");
        }

        _ = publisher.Complete();
        var end = watcher.WaitForEnd();
        Assert.Equal(0, end.ExitCode);
        var facts = end.Output.TrimEnd().Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        var lost = facts[^1].GetProperty("lost").GetInt64();
        Assert.InRange(lost, 1, Many);
        Assert.Equal(Many, facts[^1].GetProperty("frames").GetInt64() + lost);
        Assert.Equal(Many, facts.Count - 1 + lost);
        var told = end.Errors.TrimEnd().Split('\n').Where(line => line.Contains("..", StringComparison.Ordinal))
            .Select(line => line["lost ".Length..].Split("..")).Select(ends => (First: long.Parse(ends[0], CultureInfo.InvariantCulture), Last: long.Parse(ends[1], CultureInfo.InvariantCulture))).ToList();
        var inBand = facts.SkipLast(1).Select(fact => fact.GetProperty("lost")).Where(loss => loss.ValueKind == System.Text.Json.JsonValueKind.Object)
            .Select(loss => (loss.GetProperty("first").GetInt64(), loss.GetProperty("last").GetInt64())).ToList();
        Assert.NotEmpty(inBand);
        Assert.Equal(inBand, told);
    }

    [Fact]
    public void A_stream_that_was_completed_ends_who_waits_for_more()
    {
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        using var enough = ToolProcess.Start("image", "watch", _name, "--follow");
        using var more = ToolProcess.Start("image", "watch", _name, "--count", "7");
        _ = (enough.ReadLine(), more.ReadLine());
        Publish(publisher, "right");
        _ = publisher.Complete();
        Assert.Contains("watched 1 frame of", enough.WaitForEnd().Succeeds().Output, StringComparison.Ordinal);
        var end = more.WaitForEnd();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("completed after 1 of the 7 images", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_was_completed_with_an_error_says_so()
    {
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        using var watcher = ToolProcess.Start("image", "watch", _name);
        _ = watcher.ReadLine();
        _ = publisher.Complete("lens cap");
        var end = watcher.WaitForEnd();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("lens cap", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_come_in_time_is_said_to_be_so()
    {
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        var late = ToolProcess.Run("image", "watch", _name, "--wait", "0.05");
        Assert.Equal(75, late.ExitCode);
        Assert.Contains($"No image came through {_name} within 0.05 s", late.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_stands_there_is_replaced_only_by_force()
    {
        using var saved = new TemporaryFolder();
        using var publisher = FramePublisher<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 400 });
        ToolProcess.Run("image", "watch", _name, "--save", saved.PathOf("none")).Fails(saved.PathOf("none"), "Make it first");
        File.WriteAllText(saved.PathOf("00000000.bmp"), "mine");
        File.WriteAllText(saved.PathOf("00000001.bmp"), "mine");
        using var careful = ToolProcess.Start("image", "watch", _name, "--save", saved.Path);
        _ = careful.ReadLine();
        Publish(publisher, "right");
        var end = careful.WaitForEnd();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("already exists", end.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(saved.PathOf("00000000.bmp")));
        using var forcing = ToolProcess.Start("image", "watch", _name, "--save", saved.Path, "--force", "--count", "1");
        _ = forcing.ReadLine();
        Publish(publisher, "right");
        _ = forcing.WaitForEnd().Succeeds();
        Assert.Equal(454, new FileInfo(saved.PathOf("00000001.bmp")).Length);
        Assert.Equal(2, saved.Files().Length);
    }

    [Fact]
    public void A_signal_ends_who_streams_and_who_watches_with_what_came_until_then()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var watcher = ToolProcess.Start("image", "watch", _name, "--create", "8x8", "--json");
        _ = watcher.ReadLine();
        using var streamer = ToolProcess.Start("image", "stream", _name, "--generate", "8x8", "--fps", "100");
        _ = (streamer.ReadLine(), watcher.ReadLine());
        watcher.Signal("INT");
        AssertInterrupted(watcher.WaitForEnd(), "\"event\":\"watched\"");
        streamer.Signal("TERM");
        AssertInterrupted(streamer.WaitForEnd(), "streamed ");
        Assert.Null(MapInspector.Find(_name));
    }

    [Fact]
    public void A_signal_ends_a_stream_that_waits_for_room_and_one_that_waits_for_its_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using (var idler = FrameSubscriber<ImageFrameInfo>.Create(_name, new FrameOptions { FrameBytes = 256, FrameCount = 2 }))
        {
            using var full = ToolProcess.Start("image", "stream", _name, "--generate", "8x8");
            Wait.Until(() => idler.Counts.Published == 2);
            full.Signal("INT");
            AssertInterrupted(full.WaitForEnd(), "streamed 2 frames");
        }

        using var slow = ToolProcess.Start("image", "stream", _name, "--generate", "8x8", "--fps", "0.001");
        _ = slow.ReadLine();
        slow.Signal("INT");
        AssertInterrupted(slow.WaitForEnd(), "streamed ");
    }

    private static void AssertInterrupted(ToolResult end, string last)
    {
        Assert.Equal((130, "mapwire: Interrupted."), (end.ExitCode, end.Errors.TrimEnd()));
        Assert.Contains(last, end.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    // 10 by 10 pixels of 4 bytes, but for what is wrong with it.
    private static void Publish(FramePublisher<ImageFrameInfo> publisher, string kind)
    {
        Assert.True(publisher.TryLease(Wait.Watchdog, out var lease));
        lease.Span.Fill(7);
        var picture = new FrameInfo
        {
            Time = kind == "late" ? DateTime.UnixEpoch : kind == "early" ? DateTime.UtcNow.AddDays(1) : DateTime.UtcNow,
            Width = kind switch { "flat" => 0, "negative width" => -10, "wide" => 11, "huge width" => int.MaxValue, _ => 10 },
            Height = kind switch { "low" => 0, "lowest" => int.MinValue, "high" => 11, "huge height" => int.MaxValue, _ => -10 },
            Stride = kind switch { "stride" => 44, "negative stride" => -40, _ => 40 },
            Format = kind switch { "format" => PixelFormat.Jpeg, "no format" => PixelFormat.None, "negative format" => (PixelFormat)(-1), _ => PixelFormat.Bgra32 },
        };
        var length = kind switch { "length" => 399, "empty" => 0, _ => 400 };
        var checksum = Checksum.Of(lease.Span[..length]) ^ (kind == "checksum" ? 1u : 0);
        lease.Span[399] ^= kind == "pixels" ? (byte)1 : (byte)0;
        lease.Publish(new ImageFrameInfo(picture, checksum), length);
    }
}
