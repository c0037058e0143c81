using System.Globalization;

namespace Mapwire.Peer.Stress;

/// <summary>One process of a run with frames: publishers and subscribers, each on a thread of its own.</summary>
internal static class FrameWorker
{
    /// <summary>Runs until publishers are to stop, and the topic is completed and read; says how many frames went through here.</summary>
    /// <param name="name">The topic's; the board's is the same with "-board".</param>
    /// <param name="roles">Who is in this process, with the numbers of the places: "p0,s2".</param>
    /// <param name="seed">For all choices.</param>
    public static string Run(string name, string roles, int seed)
    {
        using var map = SharedMap.Open(name + "-board");
        using var view = map.CreateView();
        var board = new QueueBoard(view);
        var tasks = roles.Split(',').Select((role, index) => Task.Factory.StartNew(
            () => Run(name, board, role, new Random(seed + index)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        return string.Join(' ', Sum(task => task.Passed), Sum(task => task.Lost));

        string Sum(Func<(long Passed, long Lost), long> part) => tasks.Sum(task => part(task.GetAwaiter().GetResult())).ToString(CultureInfo.InvariantCulture);
    }

    private static (long Passed, long Lost) Run(string name, QueueBoard board, string role, Random random)
    {
        var place = int.Parse(role.AsSpan(1), CultureInfo.InvariantCulture);
        try
        {
            if (role[0] != 'p')
            {
                return new FrameReading(name, board, place, random).Run();
            }

            var published = new FrameWriting(name, board, place, random).Run();
            Volatile.Write(ref board.HasStopped(place), 1);
            return (published, 0);
        }
        catch (Exception failure)
        {
            board.Say($"{role}: {failure}");
            throw new InvalidOperationException(failure.Message, failure);
        }
    }
}
