using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>How many messages, and how many bytes of them, crossed in a second.</summary>
internal sealed record BenchThroughputReport(string Transport, int Size, long Count, double MessagesPerS, double BytesPerS)
{
    public static BenchThroughputReport Of(BenchResult result) => new(
        Transports.NameOf(result.Transport),
        result.Size,
        result.Count,
        Math.Round(result.MessagesPerSecond, 1),
        Math.Round(result.MessagesPerSecond * result.Size, 1));
}
