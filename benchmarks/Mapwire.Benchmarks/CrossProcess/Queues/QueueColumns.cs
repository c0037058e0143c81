using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What the tables tell.</summary>
internal static class QueueColumns
{
    private static readonly QueueColumn _allocated =
        new(QueueFigures.Allocated, "bytes allocated", "0", IsCompared: false, Most: 0);

    // Where a thread has to wait for long for the first time, and that may be in the run that counts, what it waits with is made.
    private static readonly QueueColumn _allocatedToWait = _allocated with { Most = 4096 };

    public static IReadOnlyList<QueueColumn> Trips { get; } =
    [
        new(Figures.Mean, "mean, ns", "0", IsCompared: true),
        new(Figures.Median, "p50, ns", "0", IsCompared: true),
        new(Figures.Percentile99, "p99, ns", "0", IsCompared: true),
        _allocated,
    ];

    /// <summary>One way, by the clock.</summary>
    public static IReadOnlyList<QueueColumn> Handoffs { get; } = [Trips[0], Trips[1], Trips[2]];

    public static IReadOnlyList<QueueColumn> Flow { get; } =
        [new(QueueFigures.MillionsASecond, "million messages/s", "0.00", IsCompared: true), _allocatedToWait];

    /// <summary>With what each message costs who publishes it, waiting included.</summary>
    public static IReadOnlyList<QueueColumn> Subscribers { get; } =
        [.. Flow, new(QueueFigures.WritersNanoseconds, "publisher's processor time, ns a message", "0.00", IsCompared: false)];

    /// <summary>Those who sleep on a queue for the first time may allocate.</summary>
    public static IReadOnlyList<QueueColumn> Crowd { get; } = [Flow[0], _allocated with { Most = double.PositiveInfinity }];

    public static IReadOnlyList<QueueColumn> LargeFlow { get; } =
        [new(QueueFigures.GigabytesASecond, "GB/s", "0.00", IsCompared: true), _allocatedToWait];

    public static IReadOnlyList<QueueColumn> Idle { get; } =
        [new(QueueFigures.ProcessorMilliseconds, "processor time, ms", "0.00", IsCompared: true)];
}
