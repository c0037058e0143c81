using System.Globalization;

namespace Mapwire.Peer.Stress;

/// <summary>One process of a run with frames through a queue: writers and readers, each on a thread of its own.</summary>
internal static class FrameQueueWorker
{
    /// <summary>Runs until writers are to stop, and the queue is completed and read; says how many frames went through here.</summary>
    /// <param name="name">The queue's; the board's is the same with "-board".</param>
    /// <param name="roles">Who is in this process, with the numbers of the places: "w0,r2".</param>
    /// <param name="seed">For all choices.</param>
    public static string Run(string name, string roles, int seed)
    {
        using var map = SharedMap.Open(name + "-board");
        using var view = map.CreateView();
        var board = new QueueBoard(view);
        var tasks = roles.Split(',').Select((role, index) => Task.Factory.StartNew(
            () => Run(name, board, role, new Random(seed + index)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        return tasks.Sum(task => task.GetAwaiter().GetResult()).ToString(CultureInfo.InvariantCulture);
    }

    private static long Run(string name, QueueBoard board, string role, Random random)
    {
        var place = int.Parse(role.AsSpan(1), CultureInfo.InvariantCulture);
        try
        {
            if (role[0] != 'w')
            {
                return new FrameQueueReading(name, board, place, random).Run();
            }

            var written = new FrameQueueWriting(name, board, place, random).Run();
            Volatile.Write(ref board.HasStopped(place), 1);
            return written;
        }
        catch (Exception failure)
        {
            board.Say($"{role}: {failure}");
            throw new InvalidOperationException(failure.Message, failure);
        }
    }
}
