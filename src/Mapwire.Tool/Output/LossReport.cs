namespace Mapwire.Tool.Output;

/// <summary>Messages of a publisher that were lost, from the first to the last.</summary>
internal sealed record LossReport(long First, long Last);
