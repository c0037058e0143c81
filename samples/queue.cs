#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Waits for readings and for a text; with an argument it sends them. Run it in two terminals, in either order.
using System.Text;
using Mapwire;

var isSender = args.Length > 0;
if (isSender)
{
    using var readings = QueueWriter<Reading>.CreateOrOpen("readings", out _);
    readings.Write(new Reading(DateTime.UtcNow.Ticks, 21.5));
    readings.Complete();

    using var texts = QueueWriter.CreateOrOpen("texts", out _);
    texts.Write("hello through a queue"u8);
    Console.WriteLine("sent; Enter lets go of both queues");
    _ = Console.ReadLine();
}
else
{
    using var readings = QueueReader<Reading>.CreateOrOpen("readings", out _);
    await foreach (var reading in readings.ReadAllAsync())
    {
        Console.WriteLine($"{reading.Celsius} degrees");
    }

    using var texts = QueueReader.CreateOrOpen("texts", out _);
    using (var lease = texts.Lease())
    {
        // Should this process die here, the message goes to another reader, with IsRedelivered set.
        Console.WriteLine(Encoding.UTF8.GetString(lease.Span));
    }
}

internal readonly record struct Reading(long Ticks, double Celsius);
