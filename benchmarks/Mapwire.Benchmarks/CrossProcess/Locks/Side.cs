using System.Text.Json;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>This program as a child of itself: says that it is ready, waits for the word, and says what it has measured.</summary>
/// <remarks>It ends when who started it does, whatever it is waiting for.</remarks>
internal static class Side
{
    public const string Ready = "ready";
    public const string Go = "go";

    public static void RunAlone(LockWay way, string name, int count, int processor)
    {
        Processors.Pin(processor);
        AwaitGo();
        Tell(Exclusions.Use(way, name, new UncontendedRun(count)));
    }

    public static void RunContended(LockWay way, string name, bool isFirst, int count, int between, int processor)
    {
        Processors.Pin(processor);
        using var contest = new Contest(name + "-contest");
        Tell(Exclusions.Use(way, name, new AfterGo(new ContendedRun(contest, isFirst, count, between))));
    }

    public static void RunEvents(WaitStrategy waiting, string name, bool isFirst, int count, int processor)
    {
        Processors.Pin(processor);
        var options = new RegionOptions { Waiting = waiting };
        using var contest = new Contest(name + "-contest");
        using var there = SharedEvent.CreateOrOpen(name + "-there", EventResetMode.AutoReset, options: options);
        using var back = SharedEvent.CreateOrOpen(name + "-back", EventResetMode.AutoReset, options: options);
        AwaitGo();
        if (isFirst)
        {
            Tell(EventRun.Lead(contest, there, back, count));
        }
        else
        {
            EventRun.Follow(contest, there, back);
            Tell([]);
        }
    }

    private static void AwaitGo()
    {
        Console.WriteLine(Ready);
        if (Console.ReadLine() != Go)
        {
            throw new InvalidOperationException("Nobody said go.");
        }

        new Thread(EndWithParent) { IsBackground = true, Name = "parent" }.Start();
    }

    private static void EndWithParent()
    {
        while (Console.ReadLine() is not null)
        {
        }

        Environment.Exit((int)ExitCode.Failed);
    }

    private static void Tell(Figures figures) => Console.WriteLine(JsonSerializer.Serialize<Dictionary<string, double>>(figures));

    /// <summary>Says that it is ready when the lock is open, and goes on at the word.</summary>
    private sealed class AfterGo(IExclusionWork work) : IExclusionWork
    {
        public Figures Do<TExclusion>(ref TExclusion exclusion)
            where TExclusion : struct, IExclusion
        {
            AwaitGo();
            return work.Do(ref exclusion);
        }
    }
}
