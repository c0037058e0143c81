using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>How long messages took there and back, in nanoseconds.</summary>
internal sealed record BenchLatencyReport(
    string Transport, int Size, long Count, double MeanNs, double P50Ns, double P90Ns, double P99Ns, double P999Ns, double MaxNs)
{
    public static BenchLatencyReport Of(BenchResult result) => new(
        Transports.NameOf(result.Transport),
        result.Size,
        result.Count,
        Rounded(result.Times!.MeanNs),
        Rounded(result.Times.P50Ns),
        Rounded(result.Times.P90Ns),
        Rounded(result.Times.P99Ns),
        Rounded(result.Times.P999Ns),
        Rounded(result.Times.MaxNs));

    // A tenth of a nanosecond is less than any clock tells.
    private static double Rounded(double nanoseconds) => Math.Round(nanoseconds, 1);
}
