using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What came of <c>locks</c>.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Command">What was asked.</param>
/// <param name="Plan">The same with the defaults.</param>
/// <param name="Distances">The round trip of a cache line between the two processors at the start of each round, in nanoseconds.</param>
/// <param name="Tables">The results.</param>
/// <param name="Verdict">How the parked round trip stands to C; null where either did not run.</param>
internal sealed record LocksReport(
    MachineFacts Machine,
    string Command,
    LocksPlan Plan,
    IReadOnlyList<double> Distances,
    IReadOnlyList<LocksTable> Tables,
    LocksVerdict? Verdict)
{
    public string Benchmark => LocksBenchmark.Name;

    public bool HasFailures => Tables.Any(table => table.Rows.Any(row => row.Failed is not null));

    public static LocksReport Of(
        LocksPlan plan, MachineFacts machine, string command, Samples distances, IReadOnlyList<LockContender> contenders) => new(
        machine,
        command,
        plan,
        distances.Values,
        [.. plan.Parts.Select(part => LocksTable.Of(part, [.. contenders.Where(contender => contender.Part == part)]))],
        LocksVerdict.Of(contenders));
}
