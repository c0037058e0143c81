namespace Mapwire.Platform;

/// <summary>The thread of this process that sleeps for all who wait without a thread of their own.</summary>
/// <remarks>
/// <para>Linux: one call waits for all the words at once (<c>futex_waitv</c>, Linux 5.16). Where the kernel has no such call, or a filter forbids it, the thread looks at
/// the words every 5 ms while there are any. Windows: it waits for the events of the bells.</para>
/// <para>One thread serves 127 waits on Linux and 63 on Windows; the next ones begin another thread.</para>
/// </remarks>
internal sealed partial class WaiterThread
{
    private static readonly Lock _gate = new();
    private static readonly List<WaiterThread> _all = [];
    private readonly List<BellWait> _waits = [];
    private readonly List<BellWait> _woken = [];

    private WaiterThread()
    {
    }

    private static int Most => OperatingSystem.IsWindows() ? Kernel32.MAXIMUM_WAIT_OBJECTS - 1 : Futex.MostWords - 1;

    /// <summary>Begins a wait: its sleeper is told once when the word has no longer that value, now or later.</summary>
    public static void Begin(BellWait wait, int value)
    {
        WaiterThread thread;
        lock (_gate)
        {
            wait.Value = value;
            thread = _all.Find(one => one._waits.Count < Most) ?? StartAnother();
            thread._waits.Add(wait);
            wait.Thread = thread;
        }

        thread.Poke();
    }

    /// <summary>Ends a wait. Its sleeper may be told once more, if it was about to be.</summary>
    public static void End(BellWait wait)
    {
        lock (_gate)
        {
            _ = wait.Thread?._waits.Remove(wait);
            wait.Thread = null;
        }
    }

    private static WaiterThread StartAnother()
    {
        var thread = new WaiterThread();
        new Thread(thread.Run) { IsBackground = true, Name = "Mapwire waiter" }.UnsafeStart();
        _all.Add(thread);
        return thread;
    }

    private void Run()
    {
        if (OperatingSystem.IsWindows())
        {
            new Windows(this).Run();
        }
        else
        {
            new Linux(this).Run();
        }
    }

    // Takes out those whose word has changed, and tells them outside the gate.
    private unsafe void Tell()
    {
        lock (_gate)
        {
            for (var i = _waits.Count - 1; i >= 0; i--)
            {
                var wait = _waits[i];
                if (Volatile.Read(ref *(int*)wait.Address) != wait.Value)
                {
                    wait.Thread = null;
                    _waits.RemoveAt(i);
                    _woken.Add(wait);
                }
            }
        }

        foreach (var wait in _woken)
        {
            wait.Sleeper.Woken();
        }

        _woken.Clear();
    }

    private void Poke()
    {
        if (OperatingSystem.IsWindows())
        {
            Windows.Poke(this);
        }
        else
        {
            Linux.Poke(this);
        }
    }
}
