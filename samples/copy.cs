#:project ../src/Mapwire/Mapwire.csproj
#:property PublishAot=false
using Mapwire;

var result = FileCopy.Copy(args[0], args[1], new FileCopyOptions { Method = FileCopyMethod.Map });
Console.WriteLine($"{result.Length} bytes in {result.Elapsed.TotalSeconds:F3} s");
