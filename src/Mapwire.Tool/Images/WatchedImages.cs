using System.Diagnostics;
using System.Globalization;
using Mapwire.Tool.Bench;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.Images;

/// <summary>How many images came, how fast, how old they were, and how many were lost.</summary>
internal sealed class WatchedImages
{
    private const double NanosecondsOfTick = 1e9 / TimeSpan.TicksPerSecond;
    private readonly LatencyHistogram _ages = new();
    private long _bytes;
    private long _first;
    private long _last;
    private ImageShape _shape;

    public long Lost { get; set; }

    private double? Rate => _ages.Count > 1 && _last > _first ? (_ages.Count - 1) / Stopwatch.GetElapsedTime(_first, _last).TotalSeconds : null;

    public void Add(ImageShape shape, TimeSpan age)
    {
        _last = Stopwatch.GetTimestamp();
        _first = _ages.Count == 0 ? _last : _first;
        _shape = shape;
        _bytes += (long)shape.Length;
        _ages.Add(age.Ticks);
    }

    /// <summary>All of it, behind a word.</summary>
    public string InWords(string name)
    {
        var lost = Lost == 0 ? "none lost" : $"{Lost} lost";
        if (_ages.Count == 0)
        {
            return $"no image of {name}, {lost}";
        }

        var times = _ages.Times(NanosecondsOfTick);
        var rate = Rate is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $", {perSecond:0.0} a second") : string.Empty;
        return $"{Units.Frames(_ages.Count)} of {name}, the last of {_shape.InWords}{rate}, age {BenchText.Time(times.P50Ns)} in the median and {BenchText.Time(times.MaxNs)} at most, {lost}";
    }

    public ImageWatchedReport Report(string name)
    {
        var times = _ages.Count == 0 ? null : _ages.Times(NanosecondsOfTick / 1e9);
        return new ImageWatchedReport("watched", name, _ages.Count, _bytes, Rounded(Rate, 3), Rounded(times?.P50Ns, 7), Rounded(times?.MaxNs, 7), Lost);
    }

    private static double? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}
