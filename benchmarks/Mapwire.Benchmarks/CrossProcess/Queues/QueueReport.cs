using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>What came of <c>queues</c>.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Command">What was asked.</param>
/// <param name="Plan">The same with the defaults.</param>
/// <param name="Cases">The results.</param>
/// <param name="Failure">What ended it before its time, if something did.</param>
internal sealed record QueueReport(MachineFacts Machine, string Command, QueuePlan Plan, IReadOnlyList<QueueCase> Cases, string? Failure)
{
    /// <summary>Who allocated more than it may.</summary>
    public IReadOnlyList<string> Allocators =>
    [
        .. from one in Cases
           from contender in one.Contenders
           where one.Columns.Any(column => contender.Rounds.Of(column.Figure).Maximum > column.Most)
           select $"{one.Name}, {contender.Name}",
    ];

    public bool HasFailures => Failure is not null || Allocators.Count > 0;

    public IEnumerable<QueueCell> Cells =>
        from one in Cases
        from contender in one.Contenders
        from column in one.Columns
        let cell = QueueCell.Of(one, contender, column)
        where cell.Median is not null || cell.Skipped is not null
        select cell;
}
