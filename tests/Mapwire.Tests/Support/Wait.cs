using System.Diagnostics;

namespace Mapwire.Tests.Support;

/// <summary>Waits for what another process does, under a watchdog.</summary>
internal static class Wait
{
    /// <summary>What each wait of a test is limited by.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    public static void Until(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        var wait = default(SpinWait);
        while (!holds())
        {
            if (watch.Elapsed > Watchdog)
            {
                throw new TimeoutException("What was waited for did not happen.");
            }

            wait.SpinOnce();
        }
    }
}
