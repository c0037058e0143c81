namespace Mapwire.Peer;

/// <summary>Takes single steps of the protocols of locks, to be killed or stopped after them.</summary>
internal static class LockSteps
{
    private static long _ticket;
    private static int _heir;
    private static Ticket _permit;

    public static string Take(SharedRegion region, string name, string step)
    {
        using var use = region.Region.Use();
        if (step.StartsWith("ring-", StringComparison.Ordinal))
        {
            return Ring(region, name, int.Parse(step[5..], System.Globalization.CultureInfo.InvariantCulture));
        }

        return (name.Length == 0 ? region.Table.CoreOf(0) : region.Table.Find(name)) switch
        {
            MutexCore mutex => Take(mutex, step),
            SemaphoreCore semaphore => Take(semaphore, step),
            EventCore signal => Take(signal, step),
            ReaderWriterCore both => Take(both, step),
            BarrierCore barrier => Take(barrier, step),
            OnceCore once => Take(once, step),
            _ => throw new ArgumentException($"No lock '{name}'."),
        };
    }

    private static string Take(MutexCore mutex, string step) => step switch
    {
        "take" => mutex.TryAcquire(out var hold) ? Keep(hold.Ticket, hold.IsAbandoned ? "taken abandoned" : "taken") : "busy",
        "free" => mutex.TryFree(_ticket, out _heir) ? (_heir < 0 ? "freed" : "handed") : "not held",
        "tell" => Tell(mutex),
        "sleep" => Sleep(mutex.Region, mutex, Bell.Sleeps),
        "starve" => ((IGate<MutexHold>)mutex).TryStarve() ? Sleep(mutex.Region, mutex, Bell.Sleeps | Bell.Starves) : "fed",
        "give-up" => GiveUp(mutex.Region, ((IGate<MutexHold>)mutex).Bell),
        _ => throw new ArgumentException(step),
    };

    private static string Take(SemaphoreCore semaphore, string step) => step switch
    {
        "take" => semaphore.TryAcquire(out var hold) ? Keep(hold.Ticket) : "busy",
        "free" => semaphore.TryFree(_permit) ? "freed" : "not held",
        "sleep" => Sleep(semaphore.Region, semaphore, Bell.Sleeps),
        _ => throw new ArgumentException(step),
    };

    private static string Take(EventCore signal, string step)
    {
        switch (step)
        {
            case "mark-set":
                signal.MarkSet();
                return "set";
            case "sleep":
                return Sleep(signal.Region, signal, Bell.Sleeps);
            default:
                throw new ArgumentException(step);
        }
    }

    private static string Take(ReaderWriterCore both, string step)
    {
        switch (step)
        {
            case "write":
                return both.TryTakeFree(out _ticket) && both.TryDrain(ref _ticket) ? "writing" : "busy";
            case "claim":
                return both.TryTakeFree(out _ticket) ? "draining" : "busy";
            case "let-in":
                both.LetReadersIn();
                return "let in";
            case "free":
                return both.TryFree(_ticket, out var heir) ? (heir < 0 ? "freed" : "handed") : "not held";
            case "sleep":
                return Sleep(both.Region, both.Writers, Bell.Sleeps);
            case "sleep-to-read":
                return Sleep(both.Region, both.Readers, Bell.Sleeps);
            case "read":
                return both.TryEnter(out _) ? "reading" : "busy";
            default:
                throw new ArgumentException(step);
        }
    }

    private static string Take(BarrierCore barrier, string step)
    {
        switch (step)
        {
            case "arrive":
                _ = barrier.Arrive();
                return "arrived";
            case "move-on":
                return barrier.TryMoveOn() ? "moved" : "not all are here";
            case "sleep":
                return Sleep(barrier.Region, barrier, Bell.Sleeps);
            default:
                throw new ArgumentException(step);
        }
    }

    private static string Take(OnceCore once, string step)
    {
        switch (step)
        {
            case "begin":
                var ticket = default(Ticket);
                return ((IGate<OnceTurn>)once).TryQuick(ref ticket) ? Keep(ticket.Word, "begun") : "busy";
            case "finish":
                return once.TryEnd(_ticket, done: true) ? "finished" : "not mine";
            case "give-up":
                return once.TryEnd(_ticket, done: false) ? "given up" : "not mine";
            case "sleep":
                return Sleep(once.Region, once, Bell.Sleeps);
            default:
                throw new ArgumentException(step);
        }
    }

    // The first step of a ring, without the second that wakes.
    private static string Ring(SharedRegion region, string name, int slot)
    {
        var bell = region.Table.Find(name)!.Entry.Offset + LockLayout.HeadSize + ((long)slot * CellLayout.CellSize);
        return Bell.TryRing(ref region.Region.Int(bell), out var mustWake) && mustWake ? "rung" : "nobody sleeps";
    }

    // All that a waiter does before it sleeps; who rings it wakes nobody.
    private static string Sleep<THold>(Region region, IGate<THold> gate, int asleep)
    {
        ref var bell = ref region.Int(gate.Bell);
        region.Bells.Prepare(gate.Bell);
        var waiting = asleep & ~(Bell.Sleeps & ~Bell.Waits);
        var rung = Interlocked.Exchange(ref bell, waiting);
        var ticket = gate.Begin();
        if (gate.TryPass(ref ticket, rung))
        {
            return "passed";
        }

        return Interlocked.CompareExchange(ref bell, asleep, waiting) == waiting ? "asleep" : "rung";
    }

    private static string Tell(MutexCore mutex)
    {
        mutex.Tell(_heir);
        return "told";
    }

    private static string GiveUp(Region region, long bell) =>
        Interlocked.Exchange(ref region.Int(bell), Bell.Idle) == Bell.Rung ? "rung" : "idle";

    private static string Keep(long ticket, string answer)
    {
        _ticket = ticket;
        return answer;
    }

    private static string Keep(in Ticket permit)
    {
        _permit = permit;
        return "taken";
    }
}
