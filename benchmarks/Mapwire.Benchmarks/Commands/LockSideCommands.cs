using System.CommandLine;
using Mapwire.Benchmarks.CrossProcess.Locks;

namespace Mapwire.Benchmarks.Commands;

/// <summary><c>lock-side</c> and <c>event-side</c>: what <c>locks</c> starts for each process of .NET.</summary>
internal static class LockSideCommands
{
    private const string Alone = "alone";
    private const string First = "first";

    public static Command CreateForLocks()
    {
        var way = new Argument<LockWay>("WAY");
        return Create(Runner.SideVerb, way, (words, name, role, count, between, processor) =>
        {
            if (role == Alone)
            {
                Side.RunAlone(words.GetValue(way), name, count, processor);
            }
            else
            {
                Side.RunContended(words.GetValue(way), name, role == First, count, between, processor);
            }
        });
    }

    public static Command CreateForEvents()
    {
        var waiting = new Argument<WaitStrategy>("WAITING");
        return Create(Runner.EventSideVerb, waiting, (words, name, role, count, _, processor) =>
            Side.RunEvents(words.GetValue(waiting), name, role == First, count, processor));
    }

    private static Command Create(string verb, Argument kind, Action<ParseResult, string, string, int, int, int> run)
    {
        var name = new Argument<string>("NAME");
        var role = new Argument<string>("ROLE");
        var count = new Argument<int>("COUNT");
        var between = new Argument<int>("BETWEEN");
        var processor = new Argument<int>("PROCESSOR");
        var command = new Command(verb, "One process of a run.") { kind, name, role, count, between, processor };
        command.Hidden = true;
        command.SetAction(words =>
        {
            run(
                words,
                words.GetRequiredValue(name),
                words.GetRequiredValue(role),
                words.GetValue(count),
                words.GetValue(between),
                words.GetValue(processor));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
