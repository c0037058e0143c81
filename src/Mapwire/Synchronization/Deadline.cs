using System.Diagnostics;

namespace Mapwire;

/// <summary>A moment until which to wait, by a clock that nobody sets.</summary>
internal readonly struct Deadline
{
    private readonly long _end;

    private Deadline(long end) => _end = end;

    public static Deadline Never { get; } = new(long.MaxValue);

    public bool IsOver => _end != long.MaxValue && Stopwatch.GetTimestamp() >= _end;

    /// <summary>What is left, rounded up; -1 for no limit.</summary>
    public int Milliseconds
    {
        get
        {
            if (_end == long.MaxValue)
            {
                return -1;
            }

            var left = _end - Stopwatch.GetTimestamp();
            return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / Stopwatch.Frequency));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">It is negative, but for the one that stands for no limit.</exception>
    public static Deadline After(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Never;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        var ticks = timeout.TotalSeconds * Stopwatch.Frequency;
        return ticks >= long.MaxValue / 2 ? Never : new Deadline(Stopwatch.GetTimestamp() + (long)ticks);
    }
}
