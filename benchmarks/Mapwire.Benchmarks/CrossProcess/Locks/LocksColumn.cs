namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>One figure of a table.</summary>
/// <param name="Figure">Its name in a run.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Factor">What a run's value is multiplied with.</param>
/// <param name="Format">How it is written.</param>
/// <param name="IsCompared">Whether a column says what it is against C.</param>
internal sealed record LocksColumn(string Figure, string Title, double Factor, string Format, bool IsCompared)
{
    public static IReadOnlyList<LocksColumn> Of(LocksPart part) => part switch
    {
        LocksPart.Uncontended => [new(Figures.Nanoseconds, "ns", 1, "0.0", true)],
        LocksPart.Contended or LocksPart.Handoff =>
        [
            new(Figures.Nanoseconds, "ns an acquisition", 1, "0.0", true),
            new(Figures.TotalMilliseconds, "ms in all", 1, "0", false),
            new(Figures.Share, "share of who had less, %", 100, "0.0", false),
            new(Figures.Handoffs, "changes of hand, %", 100, "0.00", false),
        ],
        _ =>
        [
            new(Figures.Mean, "mean us", 0.001, "0.00", true),
            new(Figures.Median, "p50 us", 0.001, "0.00", true),
            new(Figures.Percentile99, "p99 us", 0.001, "0.00", true),
        ],
    };
}
