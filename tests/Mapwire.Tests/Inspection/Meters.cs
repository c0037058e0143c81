using System.Diagnostics.Metrics;

namespace Mapwire.Tests.Inspection;

/// <summary>What the instruments of the library say, as another part of the program would hear it.</summary>
internal static class Meters
{
    /// <summary>Each instrument with its value and unit, of what has a name.</summary>
    public static List<string> Measure(string tag, string name)
    {
        List<string> found = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Mapwire")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Length == 1 && tags[0].Key == tag && tags[0].Value is string own && own == name)
            {
                found.Add($"{instrument.Name} {value} {instrument.Unit}");
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
