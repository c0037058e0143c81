namespace Mapwire.Tool.Output;

/// <summary>A stream of images that somebody begins to fill or to watch, and its room.</summary>
internal sealed record ImageStreamReport(string Event, string Name, int FrameBytes, int FrameCount);
