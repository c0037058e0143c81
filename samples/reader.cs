#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
using System.Text;
using Mapwire;

using var map = SharedMap.Open("greeting");
using var view = map.CreateView();
var bytes = view.ReadOnlySpan;

Console.WriteLine(Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]));
