#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Start it several times at once: all of them count in one place.
using Mapwire;

using var map = SharedMap.CreateOrOpen("counter", sizeof(long), out var created);
using var view = map.CreateView();
for (var i = 0; i < 1_000_000; i++)
{
    Interlocked.Increment(ref view.At<long>(0));
}

Console.WriteLine($"{(created ? "created it" : "found it")}, now {Volatile.Read(ref view.At<long>(0))}");
