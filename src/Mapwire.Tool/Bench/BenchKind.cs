namespace Mapwire.Tool.Bench;

/// <summary>What is measured.</summary>
internal enum BenchKind
{
    /// <summary>How long a message takes there and back.</summary>
    Latency,

    /// <summary>How many messages cross in a second, one way.</summary>
    Throughput,
}
