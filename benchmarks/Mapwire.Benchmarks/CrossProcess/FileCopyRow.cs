namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>One line of the report; rates in gigabytes (of 10^9 bytes) a second, ratios of medians.</summary>
internal sealed record FileCopyRow(
    string Name,
    string Clock,
    IReadOnlyList<double> Runs,
    double? Minimum,
    double? Median,
    double? Maximum,
    double? ToFloor,
    double? ToCp,
    string? Skipped,
    string? Failed)
{
    public static IReadOnlyList<FileCopyRow> Of(IReadOnlyList<Contender> contenders)
    {
        var floor = MedianOf(contenders, Contenders.FloorName);
        var cp = MedianOf(contenders, Contenders.CpName);
        return [.. contenders.Select(contender => Of(contender, floor, cp))];
    }

    private static FileCopyRow Of(Contender contender, double? floor, double? cp)
    {
        var rates = contender.Rates;
        return new FileCopyRow(
            contender.Name,
            contender.Clock,
            rates.Values,
            rates.Minimum,
            rates.Median,
            rates.Maximum,
            rates.Median / floor,
            rates.Median / cp,
            contender.Skipped,
            contender.Failed);
    }

    private static double? MedianOf(IReadOnlyList<Contender> contenders, string name) =>
        contenders.Single(contender => contender.Name == name).Rates.Median;
}
