namespace Mapwire.Tool.Demo;

/// <summary>One claim and whether it holds.</summary>
internal sealed record DemoStepReport(string Claim, bool Ok, string Detail, double Seconds);
