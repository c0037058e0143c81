using System.Globalization;

namespace Mapwire.Peer.Stress;

/// <summary>One process of a run with messages or frames: writers and readers, each on a thread of its own.</summary>
internal static class MessageWorker
{
    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public static string? Do(string[] words) => words switch
    {
        ["stress", "queue", var name, var roles, var seed] => Run(
            name,
            roles,
            Number(seed),
            (board, place, random) => new QueueWriting(name, board, place, random).Run(),
            (board, place, random) => (new QueueReading(name, board, place, random).Run(), 0)),
        ["stress", "frame-queue", var name, var roles, var seed] => Run(
            name,
            roles,
            Number(seed),
            (board, place, random) => new FrameQueueWriting(name, board, place, random).Run(),
            (board, place, random) => (new FrameQueueReading(name, board, place, random).Run(), 0)),
        ["stress", "topic", var name, var roles, var seed] => Run(
            name,
            roles,
            Number(seed),
            (board, place, random) => new TopicWriting(name, board, place, random).Run(),
            (board, place, random) => new TopicReading(name, board, place, random).Run()),
        ["stress", "frames", var name, var roles, var seed] => Run(
            name,
            roles,
            Number(seed),
            (board, place, random) => new FrameWriting(name, board, place, random).Run(),
            (board, place, random) => new FrameReading(name, board, place, random).Run()),
        _ => null,
    };

    /// <summary>Now and then readers have nothing to do and sleep.</summary>
    public static void Rest(Random random)
    {
        if (random.Next(64) == 0)
        {
            Thread.SpinWait(random.Next(20_000));
            _ = Thread.Yield();
        }
    }

    /// <summary>Runs until writers are to stop, and all is completed and read; says how many messages went through here, and how many were lost and told.</summary>
    /// <param name="name">Of what they go through; the board's is the same with "-board".</param>
    /// <param name="roles">Who is in this process, with the numbers of the places: "w0,r2".</param>
    /// <param name="seed">For all choices.</param>
    /// <param name="write">What a writer does.</param>
    /// <param name="read">What a reader does.</param>
    private static string Run(
        string name, string roles, int seed, Func<QueueBoard, int, Random, long> write, Func<QueueBoard, int, Random, (long Read, long Lost)> read)
    {
        using var map = SharedMap.Open(name + "-board");
        using var view = map.CreateView();
        var board = new QueueBoard(view);
        var tasks = roles.Split(',').Select((role, index) => Task.Factory.StartNew(
            () => Run(board, role, new Random(seed + index)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var ends = tasks.Select(task => task.GetAwaiter().GetResult()).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ends.Sum(end => end.Passed)} {ends.Sum(end => end.Lost)}");

        (long Passed, long Lost) Run(QueueBoard board, string role, Random random)
        {
            var place = Number(role[1..]);
            try
            {
                if (role[0] != 'w')
                {
                    return read(board, place, random);
                }

                var written = write(board, place, random);
                Volatile.Write(ref board.HasStopped(place), 1);
                return (written, 0);
            }
            catch (Exception failure)
            {
                board.Say($"{role}: {failure}");
                throw new InvalidOperationException(failure.Message, failure);
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
