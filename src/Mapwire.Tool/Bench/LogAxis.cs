namespace Mapwire.Tool.Bench;

/// <summary>Where a value lies on an axis on which every power of ten has the same length.</summary>
internal sealed class LogAxis
{
    private const int Steps = 10;
    private const double Margin = 1.25;
    private readonly double _least;
    private readonly double _most;
    private readonly double _bottom;
    private readonly double _height;

    /// <summary>An axis from the power of ten below all values to a little above the largest, or the power of ten there.</summary>
    public LogAxis(IReadOnlyCollection<double> values, double bottom, double height)
    {
        (_bottom, _height) = (bottom, height);
        _least = values.Count == 0 ? 0 : Math.Floor(Math.Log10(values.Min() / Margin));
        _most = values.Count == 0 ? 1 : Math.Log10(values.Max() * Margin);
    }

    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Powers => Enumerable.Range((int)_least, (int)Math.Floor(_most) - (int)_least + 1).Select(power => Math.Pow(Steps, power));

    public double At(double value) => _bottom - ((Math.Log10(value) - _least) / (_most - _least) * _height);
}
