namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>One figure of one row, over all rounds.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Median">The median.</param>
/// <param name="Maximum">The most.</param>
/// <param name="ToReference">The median against that of C.</param>
/// <param name="Paired">The median of the ratios within each round.</param>
internal sealed record LocksCell(double? Minimum, double? Median, double? Maximum, double? ToReference, double? Paired)
{
    public static LocksCell Of(LockContender contender, LockContender reference, LocksColumn column)
    {
        var values = contender.Rounds.Of(column.Figure);
        return new LocksCell(
            values.Minimum * column.Factor,
            values.Median * column.Factor,
            values.Maximum * column.Factor,
            column.IsCompared ? values.Median / reference.Rounds.Of(column.Figure).Median : null,
            column.IsCompared ? contender.Rounds.RatiosTo(reference.Rounds, column.Figure).Median : null);
    }
}
