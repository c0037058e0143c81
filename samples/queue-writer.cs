#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
using Mapwire;

using var readings = QueueWriter<Reading>.CreateOrOpen("readings", out _);
for (var sensor = 1; sensor <= 3; sensor++)
{
    readings.Write(new Reading(sensor, 20.5 + sensor));
}

readings.Complete();

using var texts = QueueWriter.CreateOrOpen("texts", out _);
texts.Write("hello through a queue"u8);

Console.WriteLine("Sent. Enter lets go of both queues.");
_ = Console.ReadLine();

internal readonly record struct Reading(int Sensor, double Celsius);
