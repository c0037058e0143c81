namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What the runs of one contender say, by their rounds.</summary>
internal sealed class FigureRounds : SortedDictionary<int, Figures>
{
    /// <summary>One figure of all runs.</summary>
    public Samples Of(string figure)
    {
        var samples = new Samples();
        foreach (var figures in Values)
        {
            if (figures.TryGetValue(figure, out var value))
            {
                samples.Add(value);
            }
        }

        return samples;
    }

    /// <summary>One figure against that of another in the same round.</summary>
    public Samples RatiosTo(FigureRounds other, string figure)
    {
        var ratios = new Samples();
        foreach (var (round, figures) in this)
        {
            if (figures.TryGetValue(figure, out var mine) && other.TryGetValue(round, out var others)
                && others.TryGetValue(figure, out var its))
            {
                ratios.Add(mine / its);
            }
        }

        return ratios;
    }
}
