namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>The report for people, as a table that can go into a Markdown file as it is.</summary>
internal static class FileCopyTable
{
    public static IEnumerable<string> Lines(FileCopyReport report)
    {
        var machine = report.Machine;
        var where = report.Processor is { } processor ? $"all on processor {processor}" : "only the C floors kept on one processor";
        yield return $"{report.Bytes} bytes from the page cache into a new file, {report.Rounds} interleaved round(s), {where}";
        yield return $"{machine.Processor}, {machine.Processors} processor(s), kernel {machine.Kernel}, {machine.System}, "
            + $"{machine.Runtime}, {report.FileSystem}";
        yield return "GB/s of 10^9 bytes; ratios of medians, more than 1 is faster; no fsync in any time; "
            + "every copy compared with the source";
        yield return string.Empty;
        yield return $"| {"",-18} | runs |   min | median |   max | to C mmap | to cp | timed |";
        yield return $"| {new string('-', 18)} | ---: | ----: | -----: | ----: | --------: | ----: | :---- |";
        foreach (var row in report.Rows)
        {
            yield return $"| {row.Name,-18} | {row.Runs.Count,4} | {Rate(row.Minimum),5} | {Rate(row.Median),6} | {Rate(row.Maximum),5} "
                + $"| {Rate(row.ToFloor),9} | {Rate(row.ToCp),5} | {Remark(row)} |";
        }
    }

    private static string Rate(double? value) => value is { } rate ? $"{rate:0.00}" : "-";

    private static string Remark(FileCopyRow row) => row switch
    {
        { Failed: { } why } => $"FAILED: {why}",
        { Skipped: { } why } => $"skipped: {why}",
        _ => row.Clock,
    };
}
