using Mapwire.Tests.Support;
using Mapwire.Tool.Images;
using Xunit;

namespace Mapwire.Tests.Tool;

public class ImageFrameTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 0xC1D04330)]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404)]
    public void The_checksum_is_the_known_one(string text, uint checksum) => Assert.Equal(checksum, Checksum.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(PixelFormat.Gray8, 33, 7)]
    [InlineData(PixelFormat.Bgr24, 33, -7)]
    [InlineData(PixelFormat.Bgra32, 1, 1)]
    public void The_headers_of_a_shape_say_what_it_is(PixelFormat format, int width, int height)
    {
        var shape = new ImageShape(width, height, format);
        byte[] file = [.. BitmapPixels.Headers(shape, new byte[BitmapPixels.MostHeaders]), .. new byte[(int)shape.Length]];
        var found = BitmapPixels.Parse(file.AsSpan(0, Math.Min(file.Length, BitmapPixels.HeadLength)), file.Length, "It");
        Assert.Equal((shape, file.Length - (int)shape.Length), (found.Shape, (int)found.Offset));
    }

    [Fact]
    public void A_picture_moves_from_image_to_image()
    {
        var shape = new ImageShape(300, 4, PixelFormat.Bgra32);
        var source = new GeneratedImages(shape);
        var (first, next, again) = (new byte[source.MostBytes + 1], new byte[source.MostBytes], new byte[source.MostBytes]);
        Assert.Equal(shape, source.Fill(0, first));
        _ = source.Fill(1, next);
        _ = source.Fill(256, again);
        Assert.Equal(first[4..1200], next[..1196]);
        Assert.NotEqual(first[..^1], next);
        Assert.Equal(first[..^1], again);
        Assert.Equal(0, first[^1]);
    }

    [Fact]
    public async Task Each_image_is_due_at_its_own_time_from_the_first_on()
    {
        using var pacer = new FramePacer(400);
        var begun = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i <= 100; i++)
        {
            await pacer.WaitAsync(CancellationToken.None);
            Assert.True(begun.Elapsed.TotalSeconds >= i / 400.0 - 0.005, $"Image {i} came at {begun.Elapsed}.");
        }
    }

    [Fact]
    public async Task A_wait_for_an_image_ends_when_it_is_cancelled()
    {
        using var pacer = new FramePacer(0.001);
        using var cancelled = new CancellationTokenSource();
        await pacer.WaitAsync(cancelled.Token);
        var waiting = pacer.WaitAsync(cancelled.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancelled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Wait.Watchdog));
    }
}
