using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Mapwire.Tool.Commands;
using Mapwire.Tool.Output;

namespace Mapwire.Tool;

/// <summary>From words to an exit code: every failure is one line on standard error.</summary>
internal static class CommandLine
{
    public static async Task<ExitCode> RunAsync(string[] words)
    {
        // Not a RootCommand, which would call itself what its assembly is called.
        var root = new Command("mapwire", "Named shared memory, locks, signals, queues, topics and latest values from the shell.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoCommand.Create(),
            DemoPartCommand.Create(),
            ListCommand.Create(),
            MapCommand.Create(),
            LockCommand.Create(),
            SemaphoreCommand.Create(),
            EventCommand.Create(),
            QueueCommand.Create(),
            TopicCommand.Create(),
            LatestCommand.Create(),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            DoctorCommand.Create(),
            ImageCommand.Create(),
            CopyCommand.Create(),
            BenchCommand.Create(),
            BenchPartCommand.Create(),
        };

        // People ask so, too.
        words = words is ["help", .. var about] ? [.. about, "--help"] : words;

        // A text may begin with @: it is no file of further words.
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed is { Errors.Count: > 0, CommandResult.Command.Subcommands.Count: > 0, UnmatchedTokens: [] })
        {
            // A command that only has commands: which one?
            _ = await root.Parse([.. words, "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.Usage;
        }

        if (parsed.Errors.Count > 0)
        {
            return Wrong(Describe(parsed), parsed);
        }

        try
        {
            using var output = parsed.Action is HelpAction or { Terminating: true } ? StandardOutput.OpenText() : null;
            var quietly = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            quietly.Output = output ?? quietly.Output;
            return (ExitCode)await parsed.InvokeAsync(quietly);
        }
        catch (Exception failure) when (Failure.IsBrokenPipe(failure))
        {
            return ExitCode.Done;
        }
        catch (ArgumentException failure)
        {
            return Wrong(Failure.Describe(failure), parsed);
        }
        catch (Exception failure) when (Failure.IsExpected(failure))
        {
            Failure.Say(Failure.Describe(failure));
            return ExitCode.Failed;
        }
    }

    private static string Describe(ParseResult parsed) => parsed switch
    {
        { UnmatchedTokens: [var word, ..] } => $"'{word}' is no command, option or argument here.",
        { Errors: [{ SymbolResult: ArgumentResult { Tokens: [], Parent: CommandResult, Argument.Name: var argument } }, ..] } => $"{argument} is missing.",
        _ => MostTelling(parsed).Message,
    };

    // What is wrong with a word that was given says more than that another is missing.
    private static ParseError MostTelling(ParseResult parsed) =>
        parsed.Errors.FirstOrDefault(error => error.SymbolResult is ArgumentResult { Tokens: not [] }) ?? parsed.Errors[0];

    private static ExitCode Wrong(string message, ParseResult parsed)
    {
        Failure.Say($"{message} See 'mapwire {string.Concat(Verbs(parsed.CommandResult).Select(verb => verb + " "))}--help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Verbs(CommandResult command) => command.Parent is CommandResult parent
        ? Verbs(parent).Append(command.Command.Name)
        : [];
}
