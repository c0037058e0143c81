#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
// Waits, without a thread, until another process sets the event; with an argument it is that other process.
using Mapwire;

if (args.Length > 0)
{
    // An event lives as long as somebody holds it, and what was set goes with it.
    using var theirs = SharedEvent.Open("bell");
    theirs.Set();
    return;
}

using var bell = SharedEvent.Create("bell", EventResetMode.AutoReset);
Console.WriteLine("waiting");
await bell.WaitAsync();
Console.WriteLine("heard it");
