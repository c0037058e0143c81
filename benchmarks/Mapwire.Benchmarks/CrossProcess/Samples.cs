namespace Mapwire.Benchmarks.CrossProcess;

/// <summary>The figures of one contender, in the order of the rounds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public IReadOnlyList<double> Values => _values;

    public double? Minimum => _values.Count == 0 ? null : _values.Min();

    public double? Maximum => _values.Count == 0 ? null : _values.Max();

    public double? Median
    {
        get
        {
            if (_values.Count == 0)
            {
                return null;
            }

            var sorted = _values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public void Add(double value) => _values.Add(value);
}
