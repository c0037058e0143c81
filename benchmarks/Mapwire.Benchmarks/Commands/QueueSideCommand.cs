using System.CommandLine;
using System.Text.Json;
using Mapwire.Benchmarks.CrossProcess.Queues;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>queue-side</c>: what <c>queues</c> starts for each process.</summary>
internal static class QueueSideCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("JOB");
        var command = new Command(QueueSide.Verb, "One process of a run.") { job };
        command.Hidden = true;
        command.SetAction(words =>
        {
            QueueSide.Run(JsonSerializer.Deserialize<QueueJob>(words.GetRequiredValue(job))!);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
