namespace Mapwire.Tool.Bench;

/// <summary>A way for messages of one length to get from process to process.</summary>
internal interface ITransport
{
    /// <summary>How a process waits where it was not said.</summary>
    BenchWait DefaultWait { get; }

    /// <summary>Why a run cannot be made over it, as a sentence about the words of the command, or null.</summary>
    string? Refuse(BenchPlan plan);

    /// <summary>Makes what must be there before the processes start; runs in the process that starts them.</summary>
    Place Prepare(BenchPlan plan);

    /// <summary>Opens the end of one process, does the work over it, and lets go.</summary>
    SideReport Use(Side side, ILinkWork work);
}
