using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>All transports beside one another, and the machine.</summary>
internal sealed record BenchCompareReport(MachineFacts Machine, string Command, int Rounds, IReadOnlyList<BenchCompareRow> Results)
{
    public static BenchCompareReport Of(Comparison comparison, MachineFacts machine, string command, int rounds) =>
        new(machine, command, rounds, [.. comparison.Cells.Select(cell => BenchCompareRow.Of(cell, comparison.FloorOf(cell)))]);
}
