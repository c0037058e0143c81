namespace Mapwire.Tool.Output;

/// <summary>What was written where.</summary>
internal sealed record WriteReport(string Name, long Offset, long Length);
