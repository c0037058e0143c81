namespace Mapwire.Tool.Bench;

/// <summary>How a process waits for the other.</summary>
internal enum BenchWait
{
    /// <summary>It looks again and again, and keeps its processor.</summary>
    Spin,

    /// <summary>It sleeps in the kernel.</summary>
    Park,

    /// <summary>It looks for a while, and then sleeps.</summary>
    SpinPark,
}
