namespace Mapwire.Tool.Demo;

/// <summary>What a demonstration showed.</summary>
internal sealed record DemoReport(bool Ok, IReadOnlyList<DemoStepReport> Steps);
