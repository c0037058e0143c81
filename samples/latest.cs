#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Shows a temperature as it changes, and when nobody measures any more; with numbers behind it, it is who measures.
using System.Globalization;
using Mapwire;

if (args.Length > 0)
{
    using var writer = LatestWriter<double>.CreateOrOpen("temperature", out _);
    foreach (var degrees in args)
    {
        writer.Write(double.Parse(degrees, CultureInfo.InvariantCulture));
    }

    return;
}

using var temperature = LatestReader<double>.CreateOrOpen("temperature", out _);
Console.WriteLine("waiting");
while (await temperature.WaitForChangeAsync() == LatestChange.NewValue)
{
    temperature.TryRead(out var degrees, out var stamp);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{degrees} degrees, value {stamp.Version}"));
}

Console.WriteLine("nobody measures any more");
