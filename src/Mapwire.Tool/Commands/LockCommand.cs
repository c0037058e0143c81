using System.CommandLine;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Output;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire lock</c>.</summary>
internal static class LockCommand
{
    public static Command Create()
    {
        var name = Given.LockName();
        var words = Given.CommandWords();
        var shared = new Option<bool>("--shared") { Description = "Let others with --shared run beside it; one without runs alone." };
        var wait = Given.Wait("acquire it");
        var access = Given.Access();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var command = new Command("lock", "Run a command while holding a lock that every process can take by its name.")
        {
            name, words, shared, wait, access, trust, directory,
        };
        command.SetAction(async (given, _) =>
        {
            var run = Given.Command(given, words);
            var options = Turn.Options(Path.GetFileName(run[0]), given.GetValue(directory), given.GetValue(trust), given.GetValue(access));
            using var opened = SharedReaderWriterLock.CreateOrOpen(given.GetRequiredValue(name).Text, options);
            var look = Given.ToRead(given.GetValue(trust), given.GetValue(directory));
            return given.GetValue(shared)
                ? await Turn.RunAsync(
                    opened.Name, given.GetValue(wait), look, () => opened.TryAcquireRead(out var hold) ? hold : null, opened.AcquireReadAsync, RunShared)
                : await Turn.RunAsync(
                    opened.Name, given.GetValue(wait), look, () => opened.TryAcquireWrite(out var hold) ? hold : null, opened.AcquireWriteAsync, RunAlone);

            async Task<int> RunShared(ReaderHold hold)
            {
                SayIfAbandoned(hold.IsAbandoned, opened.Name);
                return await RunningCommand.RunAsync(run);
            }

            async Task<int> RunAlone(WriterHold hold)
            {
                SayIfAbandoned(hold.IsAbandoned, opened.Name);
                var code = await RunningCommand.RunAsync(run);
                if (hold.IsAbandoned && code == (int)ExitCode.Done)
                {
                    hold.MarkRepaired();
                }

                return code;
            }
        });
        return command;
    }

    private static void SayIfAbandoned(bool isAbandoned, string name)
    {
        if (isAbandoned)
        {
            Failure.Say(
                $"{name} was abandoned: who held it alone was killed, and what it protects may be half-done. A command without --shared that ends with 0 counts as its repair.");
        }
    }
}
