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
        cell.Mean,
        cell.P50,
        cell.P99,
        cell.Messages,
        Bytes(cell),
        cell.To(floor),
        cell.PairedTo(floor),
        cell.Skipped);

    private static Spread? Bytes(CompareCell cell) =>
        cell.Messages is { } messages ? new Spread(messages.Median * cell.Size, messages.Min * cell.Size, messages.Max * cell.Size) : null;
}
