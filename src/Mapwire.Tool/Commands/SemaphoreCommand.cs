using System.CommandLine;
using System.Globalization;
using Mapwire.Tool.Locks;
using Mapwire.Tool.Values;

namespace Mapwire.Tool.Commands;

/// <summary><c>mapwire semaphore</c>.</summary>
internal static class SemaphoreCommand
{
    private const int MostPermits = 65536;

    public static Command Create()
    {
        var name = Given.LockName();
        var words = Given.CommandWords();
        var permits = new Option<int>("--permits")
        {
            Description = "How many commands may run at once.",
            HelpName = "N",
            Required = true,
            CustomParser = result => Given.Checked(result, Count),
        };
        var wait = Given.Wait("get a permit");
        var access = Given.Access();
        var trust = Given.Trust();
        var directory = Given.Directory();
        var command = new Command("semaphore", "Run a command while holding one of a number of permits.")
        {
            name, words, permits, wait, access, trust, directory,
        };
        command.SetAction(async (given, _) =>
        {
            var run = Given.Command(given, words);
            var options = Turn.Options(Path.GetFileName(run[0]), given.GetValue(directory), given.GetValue(trust), given.GetValue(access));
            using var opened = SharedSemaphore.CreateOrOpen(given.GetRequiredValue(name).Text, given.GetValue(permits), options);
            if (opened.Permits != given.GetValue(permits))
            {
                throw new IOException($"{opened.Name} was made with {opened.Permits} permits, not {given.GetValue(permits)}; all who use it at once must agree.");
            }

            return await Turn.RunAsync(
                opened.Name,
                given.GetValue(wait),
                Given.ToRead(given.GetValue(trust), given.GetValue(directory)),
                () => opened.TryAcquire(out var hold) ? hold : null,
                opened.AcquireAsync,
                _ => RunningCommand.RunAsync(run));
        });
        return command;
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostPermits
        ? count
        : throw new ArgumentException($"'{text}' is no number of permits from 1 to {MostPermits}.");
}
