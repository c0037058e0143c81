using Mapwire.Peer;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>A queue with this process and some peers in it, of whom one is going to be killed; in the end all of it must have been read, and be whole.</summary>
internal sealed class QueueScene : IDisposable
{
    public const int Size = 16;
    private readonly Scene _scene = new();
    private readonly List<IDisposable> _ends = [];

    public QueueScene(QueueOptions? options = null)
    {
        Name = UniqueName.Local();
        Eye = new QueuePart(QueueHandle.Create(Name, options ?? new QueueOptions { Capacity = 4096, MaxWriters = 4, MaxLeases = 8, MaxParticipants = 8 }, MessageType.Bytes));
    }

    public string Name { get; }

    /// <summary>One who only looks.</summary>
    public QueuePart Eye { get; }

    /// <summary>A peer that takes single steps.</summary>
    public PeerProcess Part(out int slot) => Join(out slot, "queue-part", Name);

    public PeerProcess Reader(out int slot, int prefetch = 256) => Join(out slot, "queue-reader", Name, Scene.Text(prefetch));

    public PeerProcess Writer(out int slot) => Join(out slot, "queue-writer", Name);

    /// <summary>A reader of this process.</summary>
    public QueueReader OwnReader(int prefetch = 256) => Keep(QueueReader.Open(Name, new QueueOptions { Waiting = WaitStrategy.Park, Prefetch = prefetch }));

    /// <summary>A writer of this process.</summary>
    public QueueWriter OwnWriter() => Keep(QueueWriter.Open(Name, new QueueOptions { Waiting = WaitStrategy.Park }));

    /// <summary>Writes the numbers from one to another.</summary>
    public static void Put(QueueWriter writer, int first, int last, int size = Size)
    {
        for (var value = first; value <= last; value++)
        {
            Assert.True(writer.TryWrite(QueueNumber.Bytes(value, size)));
        }
    }

    /// <summary>Lets a peer take steps, each with its numbers behind it; says what the last one gave.</summary>
    public static string Take(PeerProcess peer, params string[] steps)
    {
        var answer = string.Empty;
        foreach (var step in steps)
        {
            answer = peer.Tell(["queue-step", .. step.Split(' ')]);
        }

        return answer;
    }

    /// <summary>What can be read now.</summary>
    public static string ReadAll(QueueReader reader)
    {
        List<string> read = [];
        while (reader.TryRead(out var message))
        {
            read.Add(QueueNumber.Text(message.Span, message.IsRedelivered));
        }

        return string.Join(", ", read);
    }

    /// <summary>Reads so many messages, however long that takes.</summary>
    public static string Read(QueueReader reader, int count)
    {
        List<string> read = [];
        while (read.Count < count && reader.TryRead(Wait.Watchdog, out var message))
        {
            read.Add(QueueNumber.Text(message.Span, message.IsRedelivered));
        }

        return string.Join(", ", read);
    }

    /// <summary>The same with leases, of which each is done before the next.</summary>
    public static string Lease(QueueReader reader, int count)
    {
        List<string> read = [];
        while (read.Count < count && reader.TryLease(Wait.Watchdog, out var lease))
        {
            read.Add(QueueNumber.Text(lease.Span, lease.IsRedelivered));
            lease.Dispose();
        }

        return string.Join(", ", read);
    }

    /// <summary>Reads so many after a kill; prints how long after it the last one came.</summary>
    public string ReadAfter(QueueReader reader, int count) => _scene.End(Scene.Begin(() => Read(reader, count)));

    public T End<T>(Pending<T> wait) => _scene.End(wait);

    public string End(PeerProcess peer) => _scene.End(peer);

    public PeerProcess Start() => _scene.Start();

    public void Kill(params PeerProcess[] peers) => _scene.Kill(peers);

    /// <summary>Waits until a slot sleeps at its bell.</summary>
    public void AwaitAsleep(int slot, bool toWrite = false) => Wait.Until(() => BellOf(slot, toWrite) == Bell.Sleeps);

    public int BellOf(int slot, bool toWrite = false) =>
        Volatile.Read(ref Eye.Region.Int(Eye.Memory.CellOf(slot) + (toWrite ? QueueCellLayout.WriteBellOffset : 0)));

    public int SlotOf(PeerProcess peer) => Assert.Single(SlotsOf(peer.Id));

    /// <summary>The slot that another participant of this process took last.</summary>
    public int OwnSlot() => SlotsOf(Environment.ProcessId).MaxBy(slot => (Entry(slot).Joined, slot));

    public void Dispose()
    {
        _scene.Dispose();
        _ends.ForEach(end => end.Dispose());
        try
        {
            Wait.Until(() =>
            {
                Eye.Handle.RecoverDead();
                return Eye.Region.Slots.Others().Count == 0;
            });
            var faults = QueueWhole.Faults(Eye, mustBeEmpty: true);
            Assert.True(faults.Length == 0, faults);
        }
        finally
        {
            Eye.Dispose();
        }
    }

    private PeerProcess Join(out int slot, params string[] words)
    {
        var peer = _scene.Start();
        _ = peer.Tell(words);
        slot = SlotOf(peer);
        return peer;
    }

    private IEnumerable<int> SlotsOf(int process) =>
        Enumerable.Range(0, Eye.Memory.Slots).Where(slot => Eye.Region.Slots.IsLive(slot) && Entry(slot).ProcessId == process);

    private ref SlotLayout Entry(int slot) => ref Eye.Region.View.At<SlotLayout>(SlotTable.OffsetOf(slot));

    private T Keep<T>(T end)
        where T : IDisposable
    {
        _ends.Add(end);
        return end;
    }
}
