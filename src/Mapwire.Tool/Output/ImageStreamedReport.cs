namespace Mapwire.Tool.Output;

/// <summary>What was streamed.</summary>
internal sealed record ImageStreamedReport(string Event, string Name, long Frames, long Bytes, double Seconds, double? FramesPerSecond, int Subscribers);
