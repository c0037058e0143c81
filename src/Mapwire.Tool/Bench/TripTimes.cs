namespace Mapwire.Tool.Bench;

/// <summary>How long round trips took, from every one of them, in nanoseconds.</summary>
internal sealed record TripTimes(double MeanNs, double P50Ns, double P90Ns, double P99Ns, double P999Ns, double MaxNs);
