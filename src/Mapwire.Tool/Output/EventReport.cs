namespace Mapwire.Tool.Output;

/// <summary>What was done with an event.</summary>
internal sealed record EventReport(string Event, string Name, bool Manual);
