using System.Diagnostics;

namespace Mapwire;

/// <summary>Which value was read, and when it was written.</summary>
public readonly struct LatestStamp : IEquatable<LatestStamp>
{
    private readonly long _time;

    internal LatestStamp(long version, long skipped, long time)
    {
        Version = version;
        Skipped = skipped;
        _time = time;
    }

    /// <summary>How many values have been written, up to this one; the first is 1. One writer counts on where another has stopped.</summary>
    public long Version { get; }

    /// <summary>How many values were written between this one and the one that this reader read before it; 0 for its first.</summary>
    /// <remarks>Whoever reads the same value again is told the same again.</remarks>
    public long Skipped { get; }

    /// <summary>How long ago the value was written, now; never negative.</summary>
    /// <remarks>By the clock that all processes of the machine share and nobody sets: on Linux it stands still while the machine sleeps, on Windows it does not. In a container with a time
    /// namespace of its own it may be another clock than the writer's.</remarks>
    public TimeSpan Age
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            return _time >= 0 && _time < now ? Stopwatch.GetElapsedTime(_time, now) : TimeSpan.Zero;
        }
    }

    /// <summary>Whether two are of the same value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(LatestStamp left, LatestStamp right) => left.Equals(right);

    /// <summary>Whether two are of different values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(LatestStamp left, LatestStamp right) => !left.Equals(right);

    /// <summary>Whether another is of the same value.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether version and time are the same.</returns>
    public bool Equals(LatestStamp other) => Version == other.Version && _time == other._time;

    /// <summary>Whether something is a stamp of the same value.</summary>
    /// <param name="obj">What to compare with.</param>
    /// <returns>Whether it is a stamp, and version and time are the same.</returns>
    public override bool Equals(object? obj) => obj is LatestStamp other && Equals(other);

    /// <summary>A number that is the same for stamps of the same value.</summary>
    /// <returns>The number.</returns>
    public override int GetHashCode() => HashCode.Combine(Version, _time);
}
