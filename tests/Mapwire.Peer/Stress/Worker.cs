using System.Globalization;

namespace Mapwire.Peer.Stress;

/// <summary>One process of the run: threads that do what the board says, and check that they are alone where they should be.</summary>
internal static class Worker
{
    /// <summary>Runs until the board says stop; says how much these and those before them did.</summary>
    public static string Run(string name, int process, int seed)
    {
        using var locks = new Locks(name);
        List<Task<long>> tasks = [];
        for (var thread = 0; thread < Board.ThreadsEach; thread++)
        {
            var lane = new Lane(name, locks, (process * Board.ThreadsEach) + thread, isMember: thread == 0, new Random(seed + thread));
            tasks.Add(Task.Factory.StartNew(lane.Run, default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return tasks.Sum(task => task.GetAwaiter().GetResult()).ToString(CultureInfo.InvariantCulture);
    }
}
