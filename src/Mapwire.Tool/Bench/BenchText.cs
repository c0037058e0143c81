using System.Globalization;

namespace Mapwire.Tool.Bench;

/// <summary>Times and rates for people: three digits and a unit.</summary>
internal static class BenchText
{
    private const double Thousand = 1000;
    private static readonly string[] _times = ["ns", "us", "ms", "s"];
    private static readonly string[] _powers = ["", "k", "M", "G", "T"];

    public static string Time(double nanoseconds) => Scaled(nanoseconds, _times, " ");

    public static string Messages(double perSecond) => Scaled(perSecond, _powers, " ") + "/s";

    public static string Bytes(double perSecond) => Scaled(perSecond, _powers, " ") + "B/s";

    public static string Ratio(double? ratio) => ratio is { } value ? Digits(value) : "-";

    /// <summary>A power of ten on an axis.</summary>
    public static string Power(double value, Func<double, string> unit) => unit(value).Replace(".00", string.Empty, StringComparison.Ordinal)
        .Replace(".0", string.Empty, StringComparison.Ordinal);

    private static string Scaled(double value, string[] units, string between)
    {
        var unit = 0;
        while (value >= Thousand && unit < units.Length - 1)
        {
            value /= Thousand;
            unit++;
        }

        return Digits(value) + between + units[unit];
    }

    private static string Digits(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
