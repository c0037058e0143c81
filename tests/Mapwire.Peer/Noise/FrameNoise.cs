namespace Mapwire.Peer.Noise;

/// <summary>A topic of frames and those who use it.</summary>
internal sealed class FrameNoise : NoiseUsers<FramePublisher<long>, FrameSubscriber<long>>
{
    private readonly FrameOptions _options;
    private readonly List<Frame<long>> _held = [];

    public FrameNoise(NoiseRound round)
        : base(round)
    {
        _options = new FrameOptions
        {
            FrameBytes = NoisePool.Bytes,
            FrameCount = NoisePool.Count,
            MaxPublishers = 1 + Random.Next(3),
            MaxParticipants = Participants,
            Waiting = (WaitStrategy)Random.Next(3),
        };
        Begin(FramePublisher<long>.Create(Name, _options));
        AddReader();
        AddReader();
        Parts = NoisePool.PartsOf(View, Body, new TopicMemory(View, RegionHeader.Read(View, Name), Name));
        Often = [Fill, Fill, Fill, Read, Read, LetGo, LetGo];
        Seldom = [Publish, LeaseWithin, WaitToRead, Look, Change];
    }

    public override bool MayEndWith(Exception told) => NoisePool.MayEndWith(told);

    protected override FramePublisher<long> OpenWriter() => FramePublisher<long>.Open(Name, _options);

    protected override FrameSubscriber<long> OpenReader() => FrameSubscriber<long>.Open(Name, new FrameOptions
    {
        Policy = Random.Next(3) switch { 0 => SubscriberPolicy.Block, 1 => SubscriberPolicy.DropOldest, _ => SubscriberPolicy.Disconnect },
        History = Random.Next(3) * 20,
        Waiting = (WaitStrategy)Random.Next(3),
    });

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
            if (Random.Next(4) == 0)
            {
                _held.Add(frame);
            }
            else
            {
                frame.Dispose();
            }
        }
    }

    private void LetGo()
    {
        _held.ForEach(frame => frame.Dispose());
        _held.Clear();
    }

    private void Publish() => _ = Writer.TryPublish(new byte[Random.Next(NoisePool.Bytes)], 1);

    private void LeaseWithin()
    {
        _ = Writer.TryLease(Short, out var lease);
        lease.Dispose();
    }

    private void WaitToRead() => _ = Reader.WaitToRead(Short);

    private void Look()
    {
        _ = Writer.Counts;
        _ = Writer.Subscribers;
        _ = Writer.Slots;
        _ = Reader.Error;
        _ = Random.Next(8) == 0 && Writer.Complete("noise");
        Round.Documented(() => Writer.Lease(TimeSpan.Zero).Dispose());
    }
}
