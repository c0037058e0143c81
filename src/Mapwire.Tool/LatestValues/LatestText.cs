using System.Globalization;
using Mapwire.Tool.Output;

namespace Mapwire.Tool.LatestValues;

/// <summary>Latest values in words.</summary>
internal static class LatestText
{
    public static string State(LatestInfo latest) =>
        (latest.Version == 0 ? "nothing written" : $"version {latest.Version}{(latest.Age is { } age ? $", {Units.Seconds(age)} old" : string.Empty)}")
        + (latest.Writer is null ? ", no writer" : string.Empty);

    /// <summary>What they say of themselves as a whole.</summary>
    public static void AddTo(Grid grid, LatestInfo latest)
    {
        grid.Add("values", latest.ValueSize == 0 ? $"{latest.ValueType}, {Units.Bytes(latest.Capacity)} at most" : $"{latest.ValueType}, {Units.Bytes(latest.ValueSize)} each");
        grid.Add("state", State(latest));
        grid.Add("newest", latest.Age is null ? "-" : Units.Bytes(latest.Length));
        grid.Add("writer's slot", latest.Writer is { } slot ? Number(slot) : "-");
        grid.Add("writers so far", Number(latest.WriterCount));
        grid.Add("slots waiting", latest.Waiting.Count == 0 ? "-" : string.Join(' ', latest.Waiting));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
