namespace Mapwire.Tool.Output;

/// <summary>What was sent through a queue.</summary>
internal sealed record SendReport(string Event, string Name, long Messages, long Bytes, bool Completed);
