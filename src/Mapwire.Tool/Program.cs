using System.Text;
using Mapwire.Tool;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = utf8;
Console.OutputEncoding = utf8;
using var interruption = Interruption.Listen();
return (int)await CommandLine.RunAsync(args);
