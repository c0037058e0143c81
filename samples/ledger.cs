#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Several processes change two numbers that must stay equal. It runs for 20 seconds: run it in two terminals, and kill one.
using Mapwire;

using var mutex = SharedMutex.CreateOrOpen("ledger");
using var map = SharedMap.CreateOrOpen("ledger-data", 4096, out _);
using var view = map.CreateView();

var end = DateTime.UtcNow.AddSeconds(args.Length > 0 ? double.Parse(args[0]) : 20);
while (DateTime.UtcNow < end)
{
    using var hold = mutex.Acquire();
    if (hold.IsAbandoned)
    {
        // Somebody died between the two lines below.
        view.At<long>(8) = view.At<long>(0);
        hold.MarkRepaired();
        Console.WriteLine("repaired what another had left");
    }

    view.At<long>(0)++;
    view.At<long>(8)++;
}

Console.WriteLine($"{view.At<long>(0)} and {view.At<long>(8)}");
