namespace Mapwire.Tool.Bench;

/// <summary>One transport with one size, in one of the two ways: what it did in each round.</summary>
internal sealed class CompareCell(BenchKind kind, BenchTransport transport, int size)
{
    private readonly List<BenchResult> _rounds = [];

    public BenchKind Kind => kind;

    public BenchTransport Transport => transport;

    public int Size => size;

    /// <summary>Why it cannot be measured, or null.</summary>
    public string? Skipped { get; private set; }

    public bool IsMeasured => _rounds.Count > 0;

    public long Count => Of(result => result.Count) is { } count ? (long)count.Median : 0;

    public Spread? P50 => Of(result => result.Times?.P50Ns);

    public Spread? P99 => Of(result => result.Times?.P99Ns);

    public Spread? Mean => Of(result => result.Times?.MeanNs);

    public Spread? Messages => Of(result => kind == BenchKind.Throughput ? result.MessagesPerSecond : null);

    /// <summary>The figure by which it is compared: the median trip, or the messages in a second.</summary>
    public Spread? Main => P50 ?? Messages;

    public void Add(BenchResult round) => _rounds.Add(round);

    public void Skip(string why) => Skipped = why;

    /// <summary>How many times as much as another, by the medians of all rounds.</summary>
    public double? To(CompareCell other) => Main is { } mine && other.Main is { Median: > 0 } others ? mine.Median / others.Median : null;

    /// <summary>The median of how many times as much it was within a round, where all have met the machine in the same state.</summary>
    public double? PairedTo(CompareCell other)
    {
        var ratios = _rounds.Zip(other._rounds, (mine, others) => Figure(mine) / Figure(others)).Where(double.IsFinite).ToList();
        return ratios.Count == 0 ? null : Spread.MedianOf(ratios);
    }

    private static double Figure(BenchResult result) => result.Times?.P50Ns ?? result.MessagesPerSecond;

    private Spread? Of(Func<BenchResult, double?> figure)
    {
        var figures = _rounds.Select(figure).OfType<double>().ToList();
        return figures.Count == 0 ? null : Spread.Of(figures);
    }
}
