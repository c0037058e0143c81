namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What a child of this program is told.</summary>
/// <param name="Role">What it does.</param>
/// <param name="Queue">How the queues are created.</param>
/// <param name="Size">How many bytes a message has.</param>
/// <param name="Count">How many messages count; in a crowd, of each writer.</param>
/// <param name="Processor">Where it runs; null for wherever the system places it.</param>
internal sealed record QueueJob(QueueRole Role, QueueKind Queue, int Size, long Count, int? Processor)
{
    /// <summary>What the names of this run begin with.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Its number among those of its role, from 0.</summary>
    public int Number { get; init; }

    /// <summary>How many bytes a frame has that carries a message there and back.</summary>
    public int FrameBytes { get; init; }

    /// <summary>Whether subscribers drop what is oldest, and nobody waits for them.</summary>
    public bool MayLose { get; init; }

    /// <summary>How many write.</summary>
    public int Writers { get; init; } = 1;

    /// <summary>How many read.</summary>
    public int Readers { get; init; } = 1;
}
