namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>One line of a table.</summary>
/// <param name="Name">Who.</param>
/// <param name="Runs">What each run said.</param>
/// <param name="Cells">One for each column.</param>
/// <param name="Reference">The C row of the ratios.</param>
/// <param name="Skipped">Why it did not run, if so.</param>
/// <param name="Failed">What went wrong, if something did.</param>
internal sealed record LocksRow(
    string Name, IReadOnlyCollection<Figures> Runs, IReadOnlyList<LocksCell> Cells, string Reference, string? Skipped, string? Failed)
{
    public static LocksRow Of(LockContender contender, LockContender reference, IReadOnlyList<LocksColumn> columns) => new(
        contender.Name,
        contender.Rounds.Values,
        [.. columns.Select(column => LocksCell.Of(contender, reference, column))],
        contender.Reference,
        contender.Skipped,
        contender.Failed);
}
