using System.Diagnostics;
using System.Globalization;

namespace Mapwire.Peer.Noise;

/// <summary>Writes over what is in use, round after round, and says what that ended with besides what it may end with.</summary>
internal static class NoiseRun
{
    private const int MostRoundSeconds = 30;

    // Together less than who asked waits for an answer: a round that hangs is told of here, and rounds that are slow, since others have the processor, only become fewer.
    private const int EnoughSeconds = 10;
    private static int _number;
    private static long _begun;
    private static NoiseRound? _round;

    /// <summary>The answer; null for words that are none of these verbs.</summary>
    public static string? Do(string[] words) => words switch
    {
        ["noise", "queue", var seed, var rounds] => Play(Number(seed), Number(rounds), round => new QueueNoise(round)),
        ["noise", "topic", var seed, var rounds] => Play(Number(seed), Number(rounds), round => new TopicNoise(round)),
        ["noise", "latest", var seed, var rounds] => Play(Number(seed), Number(rounds), round => new LatestNoise(round)),
        ["noise", "frames", var seed, var rounds] => Play(Number(seed), Number(rounds), round => new FrameNoise(round)),
        ["noise", "frame-queue", var seed, var rounds] => Play(Number(seed), Number(rounds), round => new FrameQueueNoise(round)),
        _ => null,
    };

    // So many rounds from a seed on, or fewer where they take long; says how many corruptions that were, how often they were noticed, and how many rounds.
    private static string Play(int seed, int rounds, Func<NoiseRound, INoiseUsers> make)
    {
        using var over = new CancellationTokenSource();
        new Thread(() => Watch(over.Token)) { IsBackground = true }.Start();
        try
        {
            var (done, noticed) = (0, 0);
            var watch = Stopwatch.StartNew();
            var number = seed;
            for (; number < seed + rounds && watch.Elapsed.TotalSeconds < EnoughSeconds; number++)
            {
                var round = new NoiseRound(number);
                Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
                Volatile.Write(ref _number, number);
                Volatile.Write(ref _round, round);
                try
                {
                    round.Play(make);
                }
                catch (Exception failure)
                {
                    throw new InvalidOperationException($"Round {number}, after {round.Last}: {failure}", failure);
                }

                done += round.Done;
                noticed += round.Noticed;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{done} {noticed} {number - seed}");
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
            if (Volatile.Read(ref _round) is { } round && Stopwatch.GetElapsedTime(Volatile.Read(ref _begun)).TotalSeconds > MostRoundSeconds)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Round {_number} does not end, after {round.Last}."));
                Environment.Exit(3);
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
