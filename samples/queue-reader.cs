#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Start it before the writer or after it, once or several times: each message goes to one reader.
using System.Text;
using Mapwire;

using var readings = QueueReader<Reading>.CreateOrOpen("readings", out _);
while (readings.TryRead(Timeout.InfiniteTimeSpan, out var reading))
{
    Console.WriteLine($"sensor {reading.Sensor}: {reading.Celsius} degrees");
}

using var texts = QueueReader.CreateOrOpen("texts", out _);
using (var lease = texts.Lease())
{
    // Should this process die in here, another reader gets the message, marked IsRedelivered.
    Console.WriteLine(Encoding.UTF8.GetString(lease.Span));
}

internal readonly record struct Reading(int Sensor, double Celsius);
