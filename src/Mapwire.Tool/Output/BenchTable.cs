using System.Globalization;
using Mapwire.Tool.Bench;

namespace Mapwire.Tool.Output;

/// <summary>One run for people.</summary>
internal static class BenchTable
{
    public static void Show(BenchResult result)
    {
        string[] head = [Transports.NameOf(result.Transport), result.Size.ToString(CultureInfo.InvariantCulture), result.Count.ToString(CultureInfo.InvariantCulture)];
        if (result.Times is { } times)
        {
            var trips = new Grid("TRANSPORT", "SIZE", "COUNT", "MEAN", "P50", "P90", "P99", "P99.9", "MAX");
            double[] figures = [times.MeanNs, times.P50Ns, times.P90Ns, times.P99Ns, times.P999Ns, times.MaxNs];
            trips.Add([.. head, .. figures.Select(BenchText.Time)]);
            trips.Show();
            return;
        }

        string[] names = ["TRANSPORT", "SIZE", "COUNT", "MESSAGES", "BYTES"];
        string[] rates = [BenchText.Messages(result.MessagesPerSecond), BenchText.Bytes(result.MessagesPerSecond * result.Size)];
        var rate = result.WrittenPerSecond is null ? new Grid(names) : new Grid([.. names, "WRITTEN"]);
        rate.Add([.. head, .. rates, .. result.WrittenPerSecond is { } written ? [BenchText.Messages(written)] : Array.Empty<string>()]);
        rate.Show();
    }
}
