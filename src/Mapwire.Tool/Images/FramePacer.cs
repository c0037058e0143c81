using System.Diagnostics;

namespace Mapwire.Tool.Images;

/// <summary>Says when the next image is due: each at its own time from the first on, so that what a wait is late by is not added up.</summary>
/// <remarks>Who is late by more than an image goes on from then; nothing is made up for in a hurry.</remarks>
internal sealed class FramePacer(double? perSecond) : IDisposable
{
    private readonly SemaphoreSlim _never = new(0);
    private long _begun;
    private long _number;

    /// <summary>Returns when the next is due; at once where nothing was said of that.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (perSecond is not { } rate)
        {
            return;
        }

        if (_number++ == 0)
        {
            _begun = Stopwatch.GetTimestamp();
            return;
        }

        var rest = TimeSpan.FromSeconds((_number - 1) / rate) - Stopwatch.GetElapsedTime(_begun);
        if (rest.TotalSeconds < -1 / rate)
        {
            (_begun, _number) = (Stopwatch.GetTimestamp(), 1);
        }
        else if (rest > TimeSpan.Zero)
        {
            // A wait is in whole milliseconds, and shorter than that would be none.
            _ = await _never.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), cancellation);
        }
    }

    public void Dispose() => _never.Dispose();
}
