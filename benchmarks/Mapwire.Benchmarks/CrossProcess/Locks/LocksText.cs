using System.Globalization;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>The report for people, as tables that can go into a Markdown file as they are.</summary>
internal static class LocksText
{
    public static IEnumerable<string> Lines(LocksReport report)
    {
        var machine = report.Machine;
        yield return $"{report.Command}: {report.Plan.Rounds} interleaved round(s), {Where(report.Plan)}";
        yield return $"{machine.Processor}, {machine.Processors} processor(s), kernel {machine.Kernel}, {machine.System}, "
            + machine.Runtime;
        yield return "median (least..most) of the rounds; ratio of medians, and in brackets the median of each round's ratio; "
            + "less than 1 is faster";
        if (report.Distances.Count > 0)
        {
            yield return "a cache line there and back between the two processors, ns, round by round: "
                + string.Join(' ', report.Distances);
        }

        foreach (var table in report.Tables)
        {
            yield return string.Empty;
            yield return Title(table.Part, report.Plan);
            yield return string.Empty;
            foreach (var line in Table(table))
            {
                yield return line;
            }
        }

        if (report.Verdict is { } verdict)
        {
            yield return string.Empty;
            yield return $"parked round trip of an event against C: median {verdict.OfMedians:0.00}, mean {verdict.OfMeans:0.00}, "
                + $"round by round {verdict.Paired:0.00}; at most {LocksVerdict.Most:0.00} is near: {(verdict.IsNear ? "yes" : "no")}";
        }
    }

    private static IEnumerable<string> Table(LocksTable table)
    {
        List<List<string>> lines = [[string.Empty, "runs", .. table.Columns.SelectMany(Heads), "remark"]];
        lines.AddRange(table.Rows.Select(row => (List<string>)
        [
            row.Name,
            $"{row.Runs.Count}",
            .. table.Columns.Zip(row.Cells).SelectMany(pair => Cells(pair.First, pair.Second)),
            Remark(row),
        ]));
        var widths = Enumerable.Range(0, lines[0].Count).Select(column => lines.Max(line => line[column].Length)).ToList();
        yield return Line(lines[0], widths);
        yield return Line([.. widths.Select((width, at) => new string('-', width - 1) + (IsText(at, widths.Count) ? "-" : ":"))], widths);
        foreach (var line in lines.Skip(1))
        {
            yield return Line(line, widths);
        }
    }

    private static string Line(List<string> cells, List<int> widths) => "| " + string.Join(
        " | ", cells.Select((cell, at) => IsText(at, widths.Count) ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]))) + " |";

    private static bool IsText(int column, int columns) => column == 0 || column == columns - 1;

    private static IEnumerable<string> Heads(LocksColumn column) => column.IsCompared ? [column.Title, "to C"] : [column.Title];

    private static IEnumerable<string> Cells(LocksColumn column, LocksCell cell)
    {
        yield return cell.Median is null
            ? "-"
            : $"{Number(cell.Median, column.Format)} ({Number(cell.Minimum, column.Format)}..{Number(cell.Maximum, column.Format)})";
        if (column.IsCompared)
        {
            yield return cell.ToReference is null ? "-" : $"{Number(cell.ToReference, "0.00")} ({Number(cell.Paired, "0.00")})";
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Remark(LocksRow row) => row switch
    {
        { Failed: { } why } => $"FAILED: {why}",
        { Skipped: { } why } => $"skipped: {why}",
        _ => string.Empty,
    };

    private static string Where(LocksPlan plan) => plan.Second is { } second
        ? $"on processors {plan.First} and {second}"
        : $"on processor {plan.First}";

    private static string Title(LocksPart part, LocksPlan plan) => part switch
    {
        LocksPart.Uncontended => $"acquire and release with nobody else there, {plan.Uncontended} times in batches, the median batch",
        LocksPart.Contended => $"two processes acquire, count and release, together {plan.Contended} times",
        LocksPart.Handoff =>
            $"two processes acquire, count and release, together {plan.Handoffs} times, and work {plan.Between} ns of their own between",
        _ => $"an event there and one back between two processes: the mean of {plan.Trips} trips, the percentiles of {plan.Trips} others",
    };
}
