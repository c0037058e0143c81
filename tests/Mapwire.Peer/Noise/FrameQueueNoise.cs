namespace Mapwire.Peer.Noise;

/// <summary>A queue of frames and those who use it.</summary>
internal sealed class FrameQueueNoise : NoiseUsers<FrameQueueWriter<long>, FrameQueueReader<long>>
{
    private readonly FrameQueueOptions _options;
    private readonly List<QueueFrame<long>> _held = [];

    public FrameQueueNoise(NoiseRound round)
        : base(round)
    {
        _options = new FrameQueueOptions
        {
            FrameBytes = NoisePool.Bytes,
            FrameCount = NoisePool.Count,
            MaxWriters = 1 + Random.Next(3),
            MaxParticipants = Participants,
            FullMode = (QueueFullMode)Random.Next(3),
            Waiting = (WaitStrategy)Random.Next(3),
        };
        Begin(FrameQueueWriter<long>.Create(Name, _options));
        AddReader();
        AddReader();
        Parts = NoisePool.PartsOf(View, Body, new QueueMemory(View, RegionHeader.Read(View, Name), Name));
        Often = [Fill, Fill, Fill, Read, Read, LetGo, LetGo];
        Seldom = [Write, LeaseWithin, WaitToRead, Look, Change];
    }

    public override bool MayEndWith(Exception told) => NoisePool.MayEndWith(told);

    protected override FrameQueueWriter<long> OpenWriter() => FrameQueueWriter<long>.Open(Name, _options);

    protected override FrameQueueReader<long> OpenReader() =>
        FrameQueueReader<long>.Open(Name, new FrameQueueOptions { Waiting = (WaitStrategy)Random.Next(3) });

    protected override void Close() => LetGo();

    private void Fill()
    {
        for (var i = Random.Next(8) == 0 ? 40 : 1; i > 0 && Writer.TryLease(out var lease); i--)
        {
            NoisePool.Fill(lease, Random);
        }
    }

    private void Read()
    {
        for (var i = Random.Next(4) == 0 ? 50 : 1; i > 0 && Reader.TryRead(out var frame); i--)
        {
            _ = frame.Span.IndexOf((byte)0xA5);
            switch (Random.Next(8))
            {
                case 0 or 1:
                    _held.Add(frame);
                    break;
                case 2:
                    frame.GiveBack();
                    break;
                default:
                    frame.Dispose();
                    break;
            }
        }
    }

    private void LetGo()
    {
        _held.ForEach(frame => frame.Dispose());
        _held.Clear();
    }

    private void Write() => _ = Writer.TryWrite(new byte[Random.Next(NoisePool.Bytes)], 1);

    private void LeaseWithin()
    {
        _ = Writer.TryLease(Short, out var lease);
        lease.Dispose();
    }

    private void WaitToRead() => _ = Reader.WaitToRead(Short);

    private void Look()
    {
        _ = Writer.Counts;
        _ = Writer.Slots;
        _ = Reader.Error;
        _ = Random.Next(8) == 0 && Writer.Complete("noise");
        Round.Documented(() => Writer.Lease(TimeSpan.Zero).Dispose());
    }
}
