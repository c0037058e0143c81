namespace Mapwire.Tool.Output;

/// <summary>What was looked at, and whether anything is left to do.</summary>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<DoctorFinding> Findings);
