namespace Mapwire.Tool.Bench;

/// <summary>What a figure was over all rounds.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <exception cref="ArgumentException">There is no figure.</exception>
    public static Spread Of(IReadOnlyList<double> figures) => figures.Count == 0
        ? throw new ArgumentException("A spread needs a figure.", nameof(figures))
        : new Spread(MedianOf(figures), figures.Min(), figures.Max());

    public static double MedianOf(IReadOnlyList<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
