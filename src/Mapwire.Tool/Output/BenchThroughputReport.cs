using System.Text.Json.Serialization;
using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>How many messages, and how many bytes of them, crossed in a second; and how many were written, where not all are meant to cross.</summary>
internal sealed record BenchThroughputReport(
    string Transport,
    int Size,
    long Count,
    double MessagesPerS,
    double BytesPerS,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? WrittenPerS)
{
    public static BenchThroughputReport Of(BenchResult result) => new(
        Transports.NameOf(result.Transport),
        result.Size,
        result.Count,
        Math.Round(result.MessagesPerSecond, 1),
        Math.Round(result.MessagesPerSecond * result.Size, 1),
        result.WrittenPerSecond is { } written ? Math.Round(written, 1) : null);
}
