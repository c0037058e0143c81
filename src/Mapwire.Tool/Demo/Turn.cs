using System.Diagnostics;

namespace Mapwire.Tool.Demo;

/// <summary>Waits for the other process to write a number: spins where there is a processor to spin on, then yields.</summary>
internal static class Turn
{
    private const int YieldsBetweenLooks = 1024;
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(30);
    private static readonly int _spins = Environment.ProcessorCount > 1 ? 2000 : 0;

    public static void Await(ref long word, long wanted) => AwaitOr(ref word, wanted, wanted);

    /// <summary>Waits for a number, or for another that says that it does not come; false for that.</summary>
    public static bool AwaitOr(ref long word, long wanted, long other)
    {
        for (var i = 0; i < _spins; i++)
        {
            // acquire: pairs with the release in Pass
            var found = Volatile.Read(ref word);
            if (found == wanted || found == other)
            {
                return found == wanted;
            }
        }

        var watch = Stopwatch.StartNew();
        for (var i = 1; ; i++)
        {
            var found = Volatile.Read(ref word);
            if (found == wanted || found == other)
            {
                return found == wanted;
            }

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
