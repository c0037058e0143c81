using System.Text.Json;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>What one run says, number by number; .NET and C alike say it in one line of JSON.</summary>
internal sealed class Figures : Dictionary<string, double>
{
    public const string Nanoseconds = "ns";
    public const string TotalMilliseconds = "total_ms";
    public const string Share = "share";
    public const string Handoffs = "handoffs";
    public const string Mean = "mean_ns";
    public const string Least = "min_ns";
    public const string Median = "p50_ns";
    public const string Percentile99 = "p99_ns";
    public const string Most = "max_ns";

    public Figures()
        : base(StringComparer.Ordinal)
    {
    }

    /// <exception cref="JsonException">It is no such line.</exception>
    public static Figures Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"No figures: {line}");
        }

        var figures = new Figures();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number)
            {
                figures[property.Name] = property.Value.GetDouble();
            }
        }

        return figures;
    }
}
