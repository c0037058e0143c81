namespace Mapwire.Tool.Output;

/// <summary>A value: as text, or as bytes (base64 in JSON) where it is none.</summary>
internal sealed record LatestValueReport(string Name, long Version, long Skipped, double AgeSeconds, bool WriterGone, string? Text, byte[]? Bytes);
