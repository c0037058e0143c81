using System.Diagnostics;
using System.Globalization;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>Fills the frames of a stream with images, each in place.</summary>
/// <param name="publisher">The stream.</param>
/// <param name="source">Where the images come from.</param>
/// <param name="wait">For how long there may be no room; null for as long as it takes.</param>
internal sealed class ImageStreamer(FramePublisher<ImageFrameInfo> publisher, IImageSource source, TimeSpan? wait)
{
    private long _begun;
    private long _last;

    public long Frames { get; private set; }

    public long Bytes { get; private set; }

    public double Seconds => Frames == 0 ? 0 : Stopwatch.GetElapsedTime(_begun, _last).TotalSeconds;

    /// <summary>How many a second, from the first to the last; null where there were not two.</summary>
    public double? Rate => Frames > 1 && Seconds > 0 ? (Frames - 1) / Seconds : null;

    /// <summary>Streams as many as are wanted; false when there was no room in time.</summary>
    public async Task<bool> RunAsync(int? count, double? rate)
    {
        using var pacer = new FramePacer(rate);
        while (count is not { } most || Frames < most)
        {
            await pacer.WaitAsync(Interruption.Token);
            if (await LeaseAsync() is not { } lease)
            {
                return false;
            }

            using (lease)
            {
                Publish(lease);
            }
        }

        return true;
    }

    private async ValueTask<FrameLease<ImageFrameInfo>?> LeaseAsync()
    {
        if (publisher.TryLease(out var lease))
        {
            return lease;
        }

        FrameLease<ImageFrameInfo>? got = null;
        _ = await Turn.WaitAsync(wait, async cancellation => got = await publisher.LeaseAsync(cancellation));
        return got;
    }

    private void Publish(FrameLease<ImageFrameInfo> lease)
    {
        var time = DateTime.UtcNow;
        var shape = source.Fill(Frames, lease.Span);
        var length = (int)shape.Length;
        lease.Publish(new ImageFrameInfo(shape.Told(Frames, time), Checksum.Of(lease.Span[..length])), length);
        _last = Stopwatch.GetTimestamp();
        _begun = Frames == 0 ? _last : _begun;
        Frames++;
        Bytes += length;
    }

    /// <summary>What to say at the end.</summary>
    public void Say(bool asJson)
    {
        var subscribers = publisher.Subscribers.Count;
        var speed = Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $", {rate:0.0} a second") : string.Empty;
        Report.Say(
            asJson,
            $"streamed {Units.Frames(Frames)}, {Units.Bytes(Bytes)}, to {publisher.Name}, which has {Units.Subscribers(subscribers)}{speed}",
            new ImageStreamedReport("streamed", publisher.Name, Frames, Bytes, Math.Round(Seconds, 6), Rate is { } exact ? Math.Round(exact, 3) : null, subscribers),
            types => types.ImageStreamedReport);
    }
}
