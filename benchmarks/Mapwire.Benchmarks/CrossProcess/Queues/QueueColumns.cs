using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What the tables tell.</summary>
internal static class QueueColumns
{
    private static readonly QueueColumn _allocated = new(QueueFigures.Allocated, "bytes allocated", "0", IsCompared: false);

    public static IReadOnlyList<QueueColumn> Trips { get; } =
    [
        new(Figures.Mean, "mean, ns", "0", IsCompared: true),
        new(Figures.Median, "p50, ns", "0", IsCompared: true),
        new(Figures.Percentile99, "p99, ns", "0", IsCompared: true),
        _allocated,
    ];

    public static IReadOnlyList<QueueColumn> Flow { get; } =
        [new(QueueFigures.MillionsASecond, "million messages/s", "0.00", IsCompared: true), _allocated];

    public static IReadOnlyList<QueueColumn> LargeFlow { get; } =
        [new(QueueFigures.GigabytesASecond, "GB/s", "0.00", IsCompared: true), _allocated];

    public static IReadOnlyList<QueueColumn> Idle { get; } =
        [new(QueueFigures.ProcessorMilliseconds, "processor time, ms", "0.00", IsCompared: true)];
}
