using System.CommandLine;
using Mapwire.Tool.LatestValues;
using Mapwire.Tool.Output;
using Mapwire.Tool.Queues;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire latest watch</c>.</summary>
internal static class LatestWatchCommand
{
    private const string Description = """
        Write each change as a line. Values that come faster than they are written are skipped; how many is told on standard error, and so is the going of the writer.
        Whoever comes first makes what is watched, writer or watcher. Ends on a signal, or after --count.
        """;

    public static Command Create()
    {
        var name = Given.LockName();
        var count = new Option<int?>("--count")
        {
            Description = "End after so many values.",
            HelpName = "N",
            CustomParser = result => Given.Checked<int?>(result, text => QueueGiven.Number(text, int.MaxValue, "values")),
        };
        var wait = Given.Wait("get a value");
        var capacity = LatestGiven.Capacity();
        var (access, trust, directory, json) = (Given.Access(), Given.Trust(), Given.Directory(), Given.Json());
        var command = new Command("watch", Description) { name, count, wait, capacity, access, trust, directory, json };
        command.SetAction((given, _) => QueueGiven.RunAsync(async () =>
        {
            var options = LatestGiven.Options(
                "mapwire latest watch", given.GetValue(directory), given.GetValue(trust), given.GetValue(access), given.GetValue(capacity));
            using var reader = LatestReader.CreateOrOpen(given.GetRequiredValue(name).Text, out bool _, options);
            using var output = new StandardOutput();
            var values = new ValueOutput(output, reader.Name, given.GetValue(json) ? ValueForm.Json : ValueForm.Lines);
            for (var written = 0; given.GetValue(count) is not { } most || written < most;)
            {
                var change = await NextAsync(reader, given.GetValue(wait));
                if (change == LatestChange.None)
                {
                    Failure.Say($"{reader.Name} did not change in time.");
                    return ExitCode.NotInTime;
                }

                if (change == LatestChange.WriterGone)
                {
                    Failure.Say($"The writer of {reader.Name} has gone.");
                }
                else
                {
                    Write(reader, values);
                    written++;
                }
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static void Write(LatestReader reader, ValueOutput values)
    {
        if (reader.TryRead(out var value, out var stamp))
        {
            if (stamp.Skipped > 0)
            {
                Failure.Say($"{stamp.Skipped} {(stamp.Skipped == 1 ? "value was" : "values were")} skipped before version {stamp.Version}.");
            }

            values.Write(value, stamp, reader.IsWriterGone);
        }
    }

    private static async Task<LatestChange> NextAsync(LatestReader reader, TimeSpan? wait)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Interruption.Token);
        if (wait is { } limit)
        {
            ended.CancelAfter(limit);
        }

        try
        {
            return await reader.WaitForChangeAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!Interruption.Token.IsCancellationRequested)
        {
            return LatestChange.None;
        }
    }
}
