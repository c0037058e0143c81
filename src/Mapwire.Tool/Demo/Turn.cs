using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>Waits for the other process to write a number: spins where there is a processor to spin on, then yields.</summary>
internal static class Turn
{
    private const int YieldsBetweenLooks = 1024;
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(30);
    private static readonly int _spins = Environment.ProcessorCount > 1 ? 2000 : 0;

    public static void Await(ref long word, long wanted)
    {
        for (var i = 0; i < _spins; i++)
        {
            // acquire: pairs with the release in Pass
            if (Volatile.Read(ref word) == wanted)
            {
                return;
            }
        }

        var watch = Stopwatch.StartNew();
        for (var i = 1; Volatile.Read(ref word) != wanted; i++)
        {
            if (i % YieldsBetweenLooks == 0)
            {
                Interruption.Token.ThrowIfCancellationRequested();
                if (watch.Elapsed > _watchdog)
                {
                    throw new TimeoutException($"The other process did not get to turn {wanted} within {_watchdog.TotalSeconds:0} seconds.");
                }
            }

            _ = Thread.Yield();
        }
    }

    // release: what was written before is seen by who meets the number in Await
    public static void Pass(ref long word, long number) => Volatile.Write(ref word, number);
}
