namespace Mapwire.Tool.Bench;

/// <summary>One process of a run: what it was told, and the board.</summary>
internal sealed record Side(SidePlan Plan, Board Board)
{
    public BenchPlan Bench => Plan.Bench;
}
