using System.Diagnostics;

namespace Mapwire;

/// <summary>How a thread waits that is the first in its line: it looks for a while, then sleeps on the bell, or goes on looking if it was told to.</summary>
internal static class ThreadWait
{
    /// <summary>Waits as the first in the line; false when the time is over.</summary>
    public static bool Stand<THold>(WaitLine<THold> line, LineWaiter<THold> waiter, Deadline deadline, bool spins)
    {
        var region = line.Core.Region;
        var gate = line.Gate;
        if (spins && region.Waiting != WaitStrategy.Park && TrySpin(line, waiter, deadline))
        {
            return true;
        }

        region.Bells.Prepare(gate.Bell);
        region.BeginWait();
        ref var bell = ref region.Int(gate.Bell);
        var starves = 0;
        try
        {
            var maySleep = region.Waiting != WaitStrategy.Spin;
            while (!line.TryRound(ref bell, ref waiter.Ticket, ref starves, maySleep))
            {
                if (deadline.IsOver)
                {
                    return line.TryLast(ref bell, ref waiter.Ticket);
                }

                if (maySleep)
                {
                    region.Bells.Sleep(gate.Bell, region.AddressOf(gate.Bell), Bell.Sleeps | starves, deadline.Milliseconds);
                }
                else
                {
                    Look(line, ref bell, Bell.Waits | starves, waiter.Ticket, deadline);
                }
            }

            return true;
        }
        finally
        {
            region.EndWait();
            line.LeaveBell(ref bell);
        }
    }

    // Looks for a while without announcing it, so that who lets go need not look for waiters.
    private static bool TrySpin<THold>(WaitLine<THold> line, LineWaiter<THold> waiter, Deadline deadline)
    {
        var end = Stopwatch.GetTimestamp() + Spinning.Time;
        while (line.Closed is null && Stopwatch.GetTimestamp() < end && !deadline.IsOver)
        {
            for (var i = 0; i < Spinning.PausesBetweenLooks; i++)
            {
                Spinning.Pause();
                if (line.Gate.LooksOpen(waiter.Ticket) && line.Gate.TryQuick(ref waiter.Ticket))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Looks until there is something to try, or the time is over.
    private static void Look<THold>(WaitLine<THold> line, ref int bell, int value, in Ticket ticket, Deadline deadline)
    {
        while (Volatile.Read(ref bell) == value && !line.Gate.LooksOpen(ticket) && line.Closed is null && !deadline.IsOver)
        {
            for (var i = 0; i < Spinning.PausesBetweenLooks && Volatile.Read(ref bell) == value; i++)
            {
                Spinning.Pause();
            }
        }
    }
}
