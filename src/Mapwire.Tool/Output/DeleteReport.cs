namespace Mapwire.Tool.Output;

/// <summary>A name that was removed.</summary>
internal sealed record DeleteReport(string Event, string Name);
