namespace Mapwire.Tool.Output;

/// <summary>A bitmap that was sent or received.</summary>
internal sealed record ImageReport(string Event, string Name, string File, long Length, int Width, int Height, int Stride, int Bits);
