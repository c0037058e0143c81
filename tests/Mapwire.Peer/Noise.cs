using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Peer;

/// <summary>Writes over a live queue or topic, round after round, and says what that ended with besides what it may end with.</summary>
internal static class Noise
{
    private const int MostRoundSeconds = 30;
    private static long _round = -1;
    private static long _begun;
    private static INoiseRound? _play;

    /// <summary>Plays so many rounds from a seed on, and says how many corruptions that were and how often they were noticed.</summary>
    public static string Run(int seed, int rounds, Func<int, INoiseRound> begin)
    {
        using var over = new CancellationTokenSource();
        new Thread(() => Watch(over.Token)) { IsBackground = true }.Start();
        try
        {
            var (done, noticed) = (0, 0);
            for (var round = seed; round < seed + rounds; round++)
            {
                Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
                Volatile.Write(ref _round, round);
                using var play = begin(round);
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

            return string.Create(CultureInfo.InvariantCulture, $"{done} {noticed}");
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
