namespace Mapwire.Tool.Output;

/// <summary>What was written as the newest value.</summary>
internal sealed record LatestSetReport(string Event, string Name, long Version, long Values);
