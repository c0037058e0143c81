using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>A region with this process and some peers in it, of whom one is going to be killed; what is left of it is verified in the end.</summary>
internal sealed class Scene : IDisposable
{
    private readonly List<PeerProcess> _peers = [];
    private long _killed;

    public Scene(int slots = 8)
    {
        Name = UniqueName.Local();
        Region = SharedRegion.Create(Name, new RegionOptions { MaxParticipants = slots, Waiting = WaitStrategy.Park });
    }

    public string Name { get; }

    public SharedRegion Region { get; }

    /// <summary>Starts a peer that takes part, and has these locks open; says its slot.</summary>
    public PeerProcess Join(out int slot, params string[] locks) => Join(Start(), out slot, locks);

    /// <summary>Lets a peer take part that does not yet.</summary>
    public PeerProcess Join(PeerProcess peer, out int slot, params string[] locks)
    {
        slot = int.Parse(peer.Tell("join", Name), CultureInfo.InvariantCulture);
        Open(peer, locks);
        return peer;
    }

    /// <summary>The same, for whom the slot does not matter.</summary>
    public PeerProcess Join(params string[] locks) => Join(out _, locks);

    /// <summary>Starts a peer that does not take part yet.</summary>
    public PeerProcess Start() => Keep(PeerProcess.Start());

    /// <summary>Ends a peer with the scene.</summary>
    public PeerProcess Keep(PeerProcess peer)
    {
        _peers.Add(peer);
        return peer;
    }

    /// <summary>Kills peers, one at once after the other; the time until something goes on counts from here.</summary>
    public void Kill(params PeerProcess[] peers)
    {
        _killed = Stopwatch.GetTimestamp();
        foreach (var peer in peers)
        {
            peer.Strike();
        }

        foreach (var peer in peers)
        {
            peer.Kill();
        }
    }

    /// <summary>Begins a wait on a thread of its own.</summary>
    public static Pending<T> Begin<T>(Func<T> wait) => new(wait);

    /// <summary>Begins to acquire a mutex on a thread of its own.</summary>
    public static Pending<MutexHold> Acquire(SharedMutex mutex) =>
        Begin(() => mutex.TryAcquire(Wait.Watchdog, out var hold) ? hold : throw new TimeoutException());

    /// <summary>What a wait gave; prints how long after the kill.</summary>
    public T End<T>(Pending<T> wait)
    {
        var (value, at) = wait.End();
        Print(at);
        return value;
    }

    /// <summary>The wait gave the mutex, abandoned or not; repairs and releases it.</summary>
    public void EndAs(bool abandoned, Pending<MutexHold> wait)
    {
        var hold = End(wait);
        Assert.Equal(abandoned, hold.IsAbandoned);
        if (abandoned)
        {
            hold.MarkRepaired();
        }

        hold.Release();
    }

    /// <summary>What the wait of a peer gave; prints how long after the kill.</summary>
    public string End(PeerProcess peer)
    {
        var answer = peer.Tell("ended").Split('\t');
        Print(long.Parse(answer[1], CultureInfo.InvariantCulture));
        return answer[0];
    }

    /// <summary>Waits until somebody sleeps at the bell that a slot has in a lock.</summary>
    public void AwaitAsleep(string name, int slot, bool toRead = false) =>
        Wait.Until(() => BellOf(name, slot, toRead) is var bell && Bell.IsWaiting(bell) && Bell.IsAsleep(bell));

    /// <summary>Lets a peer begin to acquire a lock, and waits until it sleeps.</summary>
    public void BeginAsleep(PeerProcess peer, string name, int slot)
    {
        _ = peer.Tell("begin", name);
        AwaitAsleep(name, slot);
    }

    public int BellOf(string name, int slot, bool toRead = false)
    {
        var cell = Find<LockCore>(name).Entry.Offset + LockLayout.HeadSize + ((long)slot * CellLayout.CellSize);
        return Volatile.Read(ref Region.Region.Int(cell + (toRead ? CellLayout.ReadersOffset : 0)));
    }

    public T Find<T>(string name)
        where T : LockCore => (T)(name.Length == 0 ? Region.Table.CoreOf(0) : Region.Table.Find(name))!;

    /// <summary>Waits until a slot is nobody's.</summary>
    public void AwaitFree(int slot) => Wait.Until(() => !Region.Region.Slots.IsLive(slot));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }

        try
        {
            Assert.Empty(RegionInspector.Verify(Name));
        }
        finally
        {
            Region.Dispose();
        }
    }

    private static void Open(PeerProcess peer, string[] locks)
    {
        foreach (var one in locks)
        {
            var words = one.Split(' ');
            _ = peer.Tell("open-lock", words[0], words.Length > 1 ? words[1] : words[0], words.Length > 2 ? words[2] : "0");
        }
    }

    private void Print(long at)
    {
        if (_killed != 0)
        {
            var time = Stopwatch.GetElapsedTime(_killed, at).TotalMilliseconds;
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from kill to progress: {time:F2} ms"));
        }
    }
}
