namespace Mapwire.Tool.Output;

/// <summary>A file that was copied.</summary>
internal sealed record CopyReport(string Source, string Destination, long Length, double Seconds, double BytesPerSecond, string Method);
