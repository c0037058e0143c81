namespace Mapwire.Tool.Output;

/// <summary>What does not hold in a region.</summary>
internal sealed record VerifyReport(string Name, bool Ok, IReadOnlyList<string> Findings);
