using System.Globalization;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>The report for people, as tables that can go into a Markdown file as they are.</summary>
internal static class QueueText
{
    public static IEnumerable<string> Lines(QueueReport report)
    {
        var machine = report.Machine;
        yield return $"{report.Command}: {report.Plan.Rounds} interleaved round(s), on processors {report.Plan.First} and {report.Plan.Second}";
        yield return $"{machine.Processor}, {machine.Processors} processor(s), kernel {machine.Kernel}, {machine.System}, {machine.Runtime}";
        yield return "median (least..most) of the rounds; to the one that is named: ratio of medians, "
            + "and in brackets the median of each round's ratio";
        foreach (var one in report.Cases)
        {
            yield return string.Empty;
            yield return $"{one.Name}: {one.Title}";
            if (one.Distances.Values.Count > 0)
            {
                yield return "a cache line there and back between the two processors, ns, round by round: " + string.Join(' ', one.Distances.Values);
            }

            yield return string.Empty;
            foreach (var line in Table(one).Concat(Verdicts(one)))
            {
                yield return line;
            }
        }

        yield return string.Empty;
        foreach (var who in report.Allocators)
        {
            yield return $"FAILED: {who} allocated.";
        }

        if (report.Failure is { } failure)
        {
            yield return $"FAILED: {failure}";
        }
    }

    private static IEnumerable<string> Table(QueueCase one)
    {
        var head = $"to {one.Reference.Name}";
        List<List<string>> lines =
        [
            [string.Empty, "runs", .. one.Columns.SelectMany(column => column.IsCompared ? (string[])[column.Title, head] : [column.Title])],
        ];
        lines.AddRange(one.Contenders.Select(contender => (List<string>)
        [
            contender.Name,
            contender.Skipped is { } why ? $"skipped: {why}" : $"{contender.Rounds.Count}",
            .. one.Columns.SelectMany(column => Cells(column, QueueCell.Of(one, contender, column))),
        ]));
        var widths = Enumerable.Range(0, lines[0].Count).Select(column => lines.Max(line => line[column].Length)).ToList();
        yield return Line(lines[0], widths);
        yield return Line([.. widths.Select((width, at) => new string('-', width - 1) + (at == 0 ? "-" : ":"))], widths);
        foreach (var line in lines.Skip(1))
        {
            yield return Line(line, widths);
        }
    }

    private static IEnumerable<string> Verdicts(QueueCase one) =>
        from contender in one.Contenders
        from column in one.Columns
        let cell = QueueCell.Of(one, contender, column)
        where cell.IsMet is not null
        select $"{cell.Name}, {column.Title}: {Number(cell.Ratio, "0.00")} ({Number(cell.Paired, "0.00")}) of {cell.Reference}; the target is "
            + $"at {(cell.Target!.IsLeast ? "least" : "most")} {Number(cell.Target.Bound, "0.00")}: {(cell.IsMet is true ? "met" : "MISSED")}";

    private static IEnumerable<string> Cells(QueueColumn column, QueueCell cell)
    {
        var spread = cell.Least == cell.Most ? string.Empty : $" ({Number(cell.Least, column.Format)}..{Number(cell.Most, column.Format)})";
        yield return Number(cell.Median, column.Format) + spread;
        if (column.IsCompared)
        {
            yield return cell.Ratio is null ? "-" : $"{Number(cell.Ratio, "0.00")} ({Number(cell.Paired, "0.00")})";
        }
    }

    private static string Line(List<string> cells, List<int> widths) =>
        "| " + string.Join(" | ", cells.Select((cell, at) => at == 0 ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]))) + " |";

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
