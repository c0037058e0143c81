namespace Mapwire.Tool.Output;

/// <summary>What latest values say; the writer and those who wait are slots of participants.</summary>
internal sealed record LatestReport(
    string ValueType, int ValueSize, int Capacity, long Version, int Length, double? AgeSeconds, int? Writer, int WriterCount, IReadOnlyList<int> Waiting)
{
    public static LatestReport Of(LatestInfo latest) => new(
        latest.ValueType,
        latest.ValueSize,
        latest.Capacity,
        latest.Version,
        latest.Length,
        latest.Age is { } age ? Math.Round(age.TotalSeconds, 6) : null,
        latest.Writer,
        latest.WriterCount,
        latest.Waiting);
}
