namespace Mapwire.Tool.Bench;

/// <summary>What one process of a run is told.</summary>
/// <param name="Bench">The run.</param>
/// <param name="Role">What it does.</param>
/// <param name="Index">Which of those that do the same, from 0.</param>
/// <param name="Board">The name of the map in which the processes agree.</param>
/// <param name="Address">Where the transport lies, in its own words.</param>
/// <param name="Processor">Its processor, or null.</param>
internal sealed record SidePlan(BenchPlan Bench, SideRole Role, int Index, string Board, string Address, int? Processor)
{
    /// <summary>Whether it sends first.</summary>
    public bool IsFirst => Role is SideRole.Asker or SideRole.Writer;

    public string Name => Bench.IsPair ? Word : $"{Word} {Index + 1}";

    private string Word => Role switch
    {
        SideRole.Asker => "asker",
        SideRole.Answerer => "answerer",
        SideRole.Writer => "writer",
        _ => "reader",
    };
}
