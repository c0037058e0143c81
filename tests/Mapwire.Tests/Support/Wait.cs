using System.Diagnostics;

namespace Mapwire.Tests.Support;

/// <summary>Waits for what another process does, under a watchdog.</summary>
internal static class Wait
{
    private static readonly TimeSpan _watchdog = TimeSpan.FromSeconds(60);

    public static void Until(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        var wait = default(SpinWait);
        while (!holds())
        {
            if (watch.Elapsed > _watchdog)
            {
                throw new TimeoutException("What was waited for did not happen.");
            }

            wait.SpinOnce();
        }
    }
}
