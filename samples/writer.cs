#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
using Mapwire;

using var map = SharedMap.Create("greeting", 65536);
using var view = map.CreateView();
"hello from the writer\0"u8.CopyTo(view.Span);

Console.WriteLine($"{map.Name}, {map.Size} bytes. Enter lets go of it.");
_ = Console.ReadLine();
