using System.CommandLine;
using Mapwire.Benchmarks;
using Mapwire.Benchmarks.Commands;

var root = new RootCommand("How fast Mapwire is, and its rivals in the same run.")
{
    MicroCommand.Create(),
    FileCopyCommand.Create(),
    CopyOnceCommand.Create(),
    LocksCommand.Create(),
    LockSideCommands.CreateForLocks(),
    LockSideCommands.CreateForEvents(),
    QueuesCommand.Create(),
    QueueSideCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine(parsed.Errors[0].Message);
    return (int)ExitCode.Usage;
}

try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped; nothing is left behind.");
    return (int)ExitCode.Failed;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
{
    Console.Error.WriteLine(failure.Message);
    return (int)ExitCode.Failed;
}
