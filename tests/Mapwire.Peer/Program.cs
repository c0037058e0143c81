using System.Text;
using Mapwire.Peer;

// A child process of the tests: verbs in on standard input, facts out on standard output, one a line.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = utf8;
Console.OutputEncoding = utf8;
if (args is ["lock-memory", var size])
{
    return OneShot.LockMemory(long.Parse(size, System.Globalization.CultureInfo.InvariantCulture));
}

using var verbs = new Verbs(Console.In, Console.Out);
return verbs.Run();
