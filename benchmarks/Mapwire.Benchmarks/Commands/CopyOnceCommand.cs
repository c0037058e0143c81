using System.CommandLine;
using Mapwire.Benchmarks.CrossProcess;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>copy-once</c>: what <c>file-copy</c> starts for each copy by .NET code. It prints the nanoseconds.</summary>
internal static class CopyOnceCommand
{
    public static Command Create()
    {
        var way = new Argument<CopyWay>("WAY");
        var source = new Argument<string>("SOURCE");
        var destination = new Argument<string>("DESTINATION");
        var command = new Command("copy-once", "Copies one file and prints the nanoseconds.") { way, source, destination };
        command.Hidden = true;
        command.SetAction(words =>
        {
            var elapsed = OneCopy.Run(words.GetValue(way), words.GetRequiredValue(source), words.GetRequiredValue(destination));
            Console.WriteLine((long)elapsed.TotalNanoseconds);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
