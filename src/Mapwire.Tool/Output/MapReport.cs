namespace Mapwire.Tool.Output;

/// <summary>What was done with a whole map: created or opened.</summary>
internal sealed record MapReport(string Event, string Name, long Size, string? Path);
