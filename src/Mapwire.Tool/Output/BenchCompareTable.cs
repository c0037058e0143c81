using System.Globalization;
using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>The comparison for people: a table of the trips, and one of the messages one way.</summary>
internal static class BenchCompareTable
{
    private const string Nothing = "-";

    public static void Show(Comparison comparison, MachineFacts machine)
    {
        var trips = new Grid("LATENCY", "SIZE", "P50", "MIN..MAX", "P99", "MEAN", "TO FLOOR", "PAIRED");
        foreach (var cell in comparison.Cells.Where(cell => cell.Kind == BenchKind.Latency))
        {
            trips.Add([.. Head(cell), Middle(cell.P50, BenchText.Time), Around(cell.P50, BenchText.Time), Middle(cell.P99, BenchText.Time), Middle(cell.Mean, BenchText.Time), .. Ratios(comparison, cell)]);
        }

        trips.Show();
        var rates = new Grid("THROUGHPUT", "SIZE", "MESSAGES", "MIN..MAX", "BYTES", "TO FLOOR", "PAIRED");
        foreach (var cell in comparison.Cells.Where(cell => cell.Kind == BenchKind.Throughput))
        {
            var bytes = cell.Messages is { } messages ? BenchText.Bytes(messages.Median * cell.Size) : Nothing;
            rates.Add([.. Head(cell), Middle(cell.Messages, BenchText.Messages), Around(cell.Messages, BenchText.Messages), bytes, .. Ratios(comparison, cell)]);
        }

        rates.ShowBelow();
        using var output = StandardOutput.OpenText();
        output.WriteLine();
        foreach (var skipped in comparison.Cells.Where(cell => cell.Skipped is not null).DistinctBy(cell => cell.Transport))
        {
            output.WriteLine($"{Transports.NameOf(skipped.Transport)} is skipped: {Printable.Line(skipped.Skipped!)}");
        }

        output.WriteLine(Printable.Line(machine.ToString()));
    }

    private static string[] Head(CompareCell cell) => [Transports.NameOf(cell.Transport), cell.Size.ToString(CultureInfo.InvariantCulture)];

    private static string Middle(Spread? spread, Func<double, string> text) => spread is null ? Nothing : text(spread.Median);

    private static string Around(Spread? spread, Func<double, string> text) => spread is null ? Nothing : $"{text(spread.Min)}..{text(spread.Max)}";

    private static string[] Ratios(Comparison comparison, CompareCell cell)
    {
        var floor = comparison.FloorOf(cell);
        return [BenchText.Ratio(cell.To(floor)), BenchText.Ratio(cell.PairedTo(floor))];
    }
}
