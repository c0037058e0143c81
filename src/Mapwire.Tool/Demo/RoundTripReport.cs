namespace Mapwire.Tool.Demo;

/// <summary>How long round trips took, from every one of them.</summary>
internal sealed record RoundTripReport(int Count, double P50Nanoseconds, double P99Nanoseconds, double Seconds);
