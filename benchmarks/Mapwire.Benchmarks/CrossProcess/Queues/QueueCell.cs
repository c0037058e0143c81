namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>One figure of one line, over all rounds; as JSON, a line of its own.</summary>
/// <param name="Case">Which table.</param>
/// <param name="Name">Who.</param>
/// <param name="Figure">As the runs call it.</param>
/// <param name="Median">Of the rounds.</param>
/// <param name="Least">Of the rounds.</param>
/// <param name="Most">Of the rounds.</param>
/// <param name="Values">Round by round.</param>
/// <param name="Reference">Who it is compared with, if it is.</param>
/// <param name="Ratio">The median against that of the reference.</param>
/// <param name="Paired">The median of the ratios within each round.</param>
/// <param name="Target">What the ratio is meant to be.</param>
/// <param name="IsMet">Whether it is.</param>
/// <param name="Skipped">Why it did not run, if so.</param>
internal sealed record QueueCell(
    string Case,
    string Name,
    string Figure,
    double? Median,
    double? Least,
    double? Most,
    IReadOnlyList<double> Values,
    string? Reference,
    double? Ratio,
    double? Paired,
    QueueTarget? Target,
    bool? IsMet,
    string? Skipped)
{
    public static QueueCell Of(QueueCase one, QueueContender contender, QueueColumn column)
    {
        var values = contender.Rounds.Of(column.Figure);
        var reference = column.IsCompared && contender != one.Reference ? one.Reference : null;
        var ratio = values.Median / reference?.Rounds.Of(column.Figure).Median;
        var target = contender.Target?.Figure == column.Figure ? contender.Target : null;
        return new QueueCell(
            one.Name,
            contender.Name,
            column.Figure,
            values.Median,
            values.Minimum,
            values.Maximum,
            values.Values,
            reference?.Name,
            ratio,
            reference is null ? null : contender.Rounds.RatiosTo(reference.Rounds, column.Figure).Median,
            target,
            ratio is { } reached ? target?.IsMet(reached) : null,
            contender.Skipped);
    }
}
