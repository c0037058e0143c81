using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>One transport with one size: latency in nanoseconds, or throughput.</summary>
internal sealed record BenchCompareRow(
    string Kind,
    string Transport,
    int Size,
    long Count,
    Spread? MeanNs,
    Spread? P50Ns,
    Spread? P99Ns,
    Spread? MessagesPerS,
    Spread? BytesPerS,
    double? ToFloor,
    double? PairedToFloor,
    string? Skipped)
{
    public static BenchCompareRow Of(CompareCell cell, CompareCell floor) => new(
        cell.Kind.ToString().ToLowerInvariant(),
        Transports.NameOf(cell.Transport),
        cell.Size,
        cell.Count,
        Rounded(cell.Mean),
        Rounded(cell.P50),
        Rounded(cell.P99),
        Rounded(cell.Messages),
        Rounded(cell.Messages, cell.Size),
        Rounded(cell.To(floor)),
        Rounded(cell.PairedTo(floor)),
        cell.Skipped);

    private static Spread? Rounded(Spread? spread, int times = 1) =>
        spread is null ? null : new Spread(Math.Round(spread.Median * times, 1), Math.Round(spread.Min * times, 1), Math.Round(spread.Max * times, 1));

    private static double? Rounded(double? ratio) => ratio is { } value ? Math.Round(value, 5) : null;
}
