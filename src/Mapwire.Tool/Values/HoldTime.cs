using System.Globalization;

namespace Mapwire.Tool.Values;

/// <summary>How long to hold, in seconds.</summary>
internal static class HoldTime
{
    private const double LongestSeconds = 4_000_000;

    public static TimeSpan Parse(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"'{text}' is no number of seconds from 0 to {LongestSeconds:0}.");
}
