using System.Runtime.CompilerServices;

namespace Mapwire.Peer.Noise;

/// <summary>A queue and those who use it.</summary>
internal sealed class QueueNoise : NoiseUsers<QueueWriter, QueueReader>
{
    private const int Capacity = 4096;
    private readonly QueueOptions _options;
    private readonly List<QueueLease> _leases = [];

    public QueueNoise(NoiseRound round)
        : base(round)
    {
        _options = new QueueOptions
        {
            Capacity = Capacity,
            MaxWriters = 1 + Random.Next(3),
            MaxParticipants = Participants,
            MaxLeases = Random.Next(6),
            SingleReader = Random.Next(3) == 0,
            FullMode = (QueueFullMode)Random.Next(3),
            Prefetch = Random.Next(2) == 0 ? 256 : 1 + Random.Next(5),
            Waiting = (WaitStrategy)Random.Next(3),
        };
        Readers.Add(QueueReader.Create(Name, _options));
        Begin(QueueWriter.Open(Name, _options));
        var rings = View.Length - (Capacity * _options.MaxWriters);
        Parts =
        [
            new("header", 0, Body),
            new("rings", rings, View.Length),
            new("region", 0, View.Length),
            new("queue", Body, Body + QueueLayout.QueueSize),
            new("lanes and hands", Body, rings, Weight: 4),
        ];
        Often = [Write, Write, Claim, Read, Read, Lease, EndLease];
        Seldom = [ReadWithin, WriteWithin, WaitToRead, Await, LookAround, Open, CloseOne];
    }

    public override void End()
    {
        Round.Documented(Open);
        _leases.ForEach(lease => Round.Documented(lease.Dispose));
    }

    // A lease may have been ended by what was written over it.
    public override bool MayEndWith(Exception told) => told is ObjectDisposedException { ObjectName: nameof(QueueLease) } || base.MayEndWith(told);

    protected override QueueWriter OpenWriter() => QueueWriter.Open(Name, _options);

    protected override QueueReader OpenReader() => QueueReader.Open(Name, _options);

    private void Write() => _ = Writer.TryWrite(new byte[Random.Next(4) == 0 ? Random.Next(2000) : Random.Next(60)]);

    private void Claim()
    {
        if (Writer.TryClaim(Random.Next(3) == 0 ? Random.Next(2000) : Random.Next(60), out var claim))
        {
            Fill(claim);
        }
    }

    private void Read()
    {
        if (Reader.TryRead(out var message))
        {
            Look(message.Span);
        }
    }

    private void Lease()
    {
        if (Reader.TryLease(out var lease))
        {
            _leases.Add(lease);
            Look(lease.Span);
        }
    }

    private void EndLease()
    {
        if (_leases.Count == 0)
        {
            return;
        }

        var lease = _leases[Random.Next(_leases.Count)];
        _ = Random.Next(3) > 0 && _leases.Remove(lease);
        if (Random.Next(3) == 0)
        {
            lease.GiveBack();
        }
        else
        {
            lease.Dispose();
        }
    }

    private void ReadWithin() => _ = Reader.TryRead(Short, out _);

    private void WriteWithin() => _ = Writer.TryWrite(new byte[Random.Next(500)], Short);

    private void WaitToRead() => _ = Reader.WaitToRead(Short);

    private void Await() => Round.Cancel(
        token => Reader.WaitToReadAsync(token).AsTask(),
        token => Writer.WaitToWriteAsync(Random.Next(2000), token).AsTask());

    private void LookAround()
    {
        _ = Random.Next(8) == 0 && Writer.Complete("noise");
        _ = Reader.Counts;
        _ = Reader.Error;
    }

    private void Open()
    {
        if (Random.Next(2) == 0)
        {
            AddWriter();
        }
        else
        {
            AddReader();
        }
    }

    // Somebody is always left.
    private void CloseOne()
    {
        if (Random.Next(2) == 0 && Writers.Count > 1)
        {
            RemoveFirst(Writers);
        }
        else if (Readers.Count > 1)
        {
            RemoveFirst(Readers);
        }
    }

    // It must lie in the reader's view, and is looked through.
    private void Look(ReadOnlySpan<byte> message)
    {
        var view = EndOf(Reader).Handle.Core.Region.View;
        var offset = Unsafe.ByteOffset(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), view.Address), ref Unsafe.AsRef(in message.GetPinnableReference()));
        if (message.Length > 0 && (offset < 0 || offset > view.Length - message.Length))
        {
            throw new InvalidDataException($"A message of {message.Length} bytes lies at {offset} in a view of {view.Length}.");
        }

        _ = message.IndexOf((byte)0xA5);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_end")]
    private static extern ref ReaderEnd EndOf(QueueReader reader);
}
