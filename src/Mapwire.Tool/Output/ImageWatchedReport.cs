namespace Mapwire.Tool.Output;

/// <summary>What was watched.</summary>
internal sealed record ImageWatchedReport(
    string Event, string Name, long Frames, long Bytes, double? FramesPerSecond, double? MedianAgeSeconds, double? MaxAgeSeconds, long Lost);
