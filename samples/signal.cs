#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Waits, without a thread, until another process sets the event; with an argument it is that other process.
using Mapwire;

using var bell = SharedEvent.CreateOrOpen("bell", EventResetMode.AutoReset);
if (args.Length > 0)
{
    bell.Set();
    return;
}

Console.WriteLine("waiting");
await bell.WaitAsync();
Console.WriteLine("heard it");
