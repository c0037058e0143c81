namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What a run says of a queue, by the names that the C programs use; others are those of <see cref="Locks.Figures"/>.</summary>
internal static class QueueFigures
{
    public const string MillionsASecond = "mmsg_s";
    public const string GigabytesASecond = "gb_s";

    /// <summary>What the threads of all processes allocated while they were measured.</summary>
    public const string Allocated = "allocated";

    /// <summary>What the process that writes used of processors, for each message.</summary>
    public const string WritersNanoseconds = "writers_cpu_ns";

    /// <summary>What all processes of a run used of processors.</summary>
    public const string ProcessorMilliseconds = "cpu_ms";
}
