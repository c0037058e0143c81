using Mapwire.Tests.Messaging;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Latest values with this process and some peers, of whom one is going to be killed; in the end all of it must be whole.</summary>
internal sealed class LatestScene : IDisposable
{
    public const int Size = 160;
    private readonly Scene _scene = new();

    public LatestScene()
    {
        Reader = LatestReader.Create(UniqueName.Local(), new LatestOptions { Capacity = 4096, MaxParticipants = 8, Waiting = WaitStrategy.Park });
        Bytes = new LatestBytes(Reader.Name);
    }

    /// <summary>A reader of this process, in slot 0.</summary>
    public LatestReader Reader { get; }

    public LatestBytes Bytes { get; }

    public string Name => Reader.Name;

    /// <summary>A peer that is the writer.</summary>
    public PeerProcess Writer() => Join("latest-writer");

    /// <summary>A peer that is the writer, and takes single steps.</summary>
    public PeerProcess Steps() => Join("latest-steps");

    /// <summary>A peer that reads; it has the next slot that is free.</summary>
    public PeerProcess OtherReader() => Join("latest-reader");

    /// <summary>Lets a peer take steps, each with its numbers behind it; says what the last one gave.</summary>
    public static string Take(PeerProcess peer, params string[] steps)
    {
        var answer = string.Empty;
        foreach (var step in steps)
        {
            answer = peer.Tell(["latest-step", .. step.Split(' ')]);
        }

        return answer;
    }

    public static void Write(PeerProcess peer, params int[] values)
    {
        foreach (var value in values)
        {
            _ = peer.Tell("latest-write", Scene.Text(value), Scene.Text(Size));
        }
    }

    /// <summary>What this process reads: the number and the version.</summary>
    public string Read() => Reader.TryRead(out var value, out var stamp)
        ? $"{Peer.QueueNumber.Text(value, again: false)} version {stamp.Version}"
        : "none";

    /// <summary>Begins a wait of this process, and returns when it sleeps.</summary>
    /// <remarks>A thread that sleeps looks again whenever it is woken; who waits without one does only when it was rung.</remarks>
    public Pending<LatestChange> BeginWait(bool isAsync = false)
    {
        var wait = Scene.Begin(() => isAsync ? Reader.WaitForChangeAsync().AsTask().GetAwaiter().GetResult() : Reader.WaitForChange(Wait.Watchdog));
        AwaitAsleep(0);
        return wait;
    }

    public void AwaitAsleep(int slot) => Wait.Until(() => Volatile.Read(ref Bytes.Cell(slot).Bell) == Bell.Sleeps);

    public T End<T>(Pending<T> wait) => _scene.End(wait);

    public string End(PeerProcess peer) => _scene.End(peer);

    public void Kill(params PeerProcess[] peers) => _scene.Kill(peers);

    /// <summary>A successor writes so many values, and each is read.</summary>
    public void RequireFollowed(long version, int count = 6)
    {
        using var writer = LatestWriter.Open(Name);
        Assert.Equal(version, writer.Version);
        for (var i = 1; i <= count; i++)
        {
            writer.Write(Peer.QueueNumber.Bytes(100 + i, Size / i));
            Assert.Equal($"{100 + i} version {version + i}", Read());
        }
    }

    public void Dispose()
    {
        _scene.Dispose();
        try
        {
            Wait.Until(() => RegionInspector.Recover(Name).Count == 0 && RegionInspector.Inspect(Name)!.Participants.Count == 1);
            using (var last = LatestWriter.Open(Name))
            {
                last.Write([]);
                Assert.Empty(Reader.Read().ToArray());
            }

            Assert.Empty(RegionInspector.Verify(Name));
        }
        finally
        {
            Bytes.Dispose();
            Reader.Dispose();
        }
    }

    private PeerProcess Join(string verb)
    {
        var peer = _scene.Start();
        _ = peer.Tell(verb, Name);
        return peer;
    }
}
