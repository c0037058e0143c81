using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Writes over what is in use, round after round, and says what that ended with besides what it may end with.</summary>
internal static class Noise
{
    private const int MostRoundSeconds = 30;

    // Together less than who asked waits for an answer: a round that hangs is told of here, and rounds that are slow, since others have the processor, only become fewer.
    private const int EnoughSeconds = 10;
    private static long _round = -1;
    private static long _begun;
    private static INoiseRound? _play;

    /// <summary>Plays so many rounds from a seed on, or fewer where they take long, and says how many corruptions that were, how often they were noticed, and how many rounds.</summary>
    public static string Run(int seed, int rounds, Func<int, INoiseRound> make)
    {
        using var over = new CancellationTokenSource();
        new Thread(() => Watch(over.Token)) { IsBackground = true }.Start();
        try
        {
            var (done, noticed) = (0, 0);
            var watch = Stopwatch.StartNew();
            var round = seed;
            for (; round < seed + rounds && watch.Elapsed.TotalSeconds < EnoughSeconds; round++)
            {
                Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
                Volatile.Write(ref _round, round);
                using var play = make(round);
                Volatile.Write(ref _play, play);
                try
                {
                    play.Play();
                }
                catch (Exception failure)
                {
                    throw new InvalidOperationException($"Round {round}, after {play.Last}: {failure}", failure);
                }

                done += play.Done;
                noticed += play.Noticed;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{done} {noticed} {round - seed}");
        }
        finally
        {
            over.Cancel();
        }
    }

    // A round that hangs ends the process, which then says which it was.
    private static void Watch(CancellationToken over)
    {
        while (!over.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)))
        {
            if (Volatile.Read(ref _round) >= 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _begun)).TotalSeconds > MostRoundSeconds)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Round {_round} does not end, after {_play?.Last}."));
                Environment.Exit(3);
            }
        }
    }
}
