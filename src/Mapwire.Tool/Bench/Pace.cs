using System.Diagnostics;

namespace Mapwire.Tool.Bench;

/// <summary>How many messages follow one another, for the process that sends first: a warm-up in small parts, then those that count.</summary>
/// <remarks>The warm-up ends when it has had enough time and parts for the code to be compiled for good. Its first parts are short, for the sake of slow transports.</remarks>
internal sealed class Pace(BenchPlan plan, Board board)
{
    public const double WarmUpSeconds = 0.5;
    public const int WarmUpParts = 64;
    public const int FirstParts = 16;
    private const int PartOfTrips = 128;
    private const int PartOfMessages = 1024;
    private const int PartOfBytes = 1 << 20;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _announced;
    private long _half;
    private long _halfway;
    private int _parts;

    /// <summary>How many messages go between two looks at anything else.</summary>
    public static int PartOf(BenchPlan plan) =>
        Math.Clamp(PartOfBytes / plan.Size, 1, plan.Kind == BenchKind.Latency ? PartOfTrips : PartOfMessages);

    /// <summary>Allows the next part of the warm-up; false when it has been long enough.</summary>
    public bool Warm(out int messages)
    {
        messages = _parts < WarmUpParts ? Math.Min(FirstParts, PartOf(plan)) : PartOf(plan);
        var elapsed = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        if (_half == 0 && elapsed >= WarmUpSeconds / 2)
        {
            (_half, _halfway) = (Stopwatch.GetTimestamp(), _announced);
        }

        if (elapsed >= WarmUpSeconds && _parts >= WarmUpParts)
        {
            return false;
        }

        _parts++;
        board.GetOn();
        board.Announce(_announced += messages, isLast: false);
        return true;
    }

    /// <summary>Allows the messages that count; returns how many.</summary>
    public long Count()
    {
        var count = plan.Count ?? Rounded((_announced - _halfway) / Stopwatch.GetElapsedTime(_half).TotalSeconds * plan.Seconds);
        board.Announce(_announced += count, isLast: true);
        return count;
    }

    // Two digits are enough for what is only meant to take a time.
    private static long Rounded(double count)
    {
        var unit = Math.Pow(10, Math.Max(Math.Floor(Math.Log10(Math.Max(count, 1))) - 1, 0));
        return Math.Max((long)(Math.Round(count / unit) * unit), 1);
    }
}
