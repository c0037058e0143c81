namespace Mapwire.Tool.Output;

/// <summary>A frame that was watched: whose and which it is, what is told of it, and what was lost directly before it. The checksum was right.</summary>
internal sealed record ImageFrameReport(
    string Event,
    int Publisher,
    long Frame,
    long Sequence,
    DateTime Time,
    double AgeSeconds,
    int Width,
    int Height,
    int Stride,
    string Format,
    int Length,
    string Checksum,
    string? File,
    LossReport? Lost);
