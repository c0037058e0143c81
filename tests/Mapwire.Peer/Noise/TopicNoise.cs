namespace Mapwire.Peer.Noise;

/// <summary>A topic and those who use it.</summary>
internal sealed class TopicNoise : NoiseUsers<Publisher, Subscriber>
{
    private const int Capacity = 4096;
    private readonly TopicOptions _options;

    public TopicNoise(NoiseRound round)
        : base(round)
    {
        _options = new TopicOptions
        {
            Capacity = Capacity,
            MaxPublishers = 1 + Random.Next(3),
            MaxParticipants = Participants,
            Waiting = (WaitStrategy)Random.Next(3),
        };
        Begin(Publisher.Create(Name, _options));
        AddReader();
        AddReader();
        var rings = View.Length - (Capacity * _options.MaxPublishers);
        Parts =
        [
            new("header", 0, Body),
            new("rings", rings, View.Length),
            new("region", 0, View.Length),
            new("topic", Body, Body + TopicLayout.TopicSize),
            new("lanes and cursors", Body, rings, Weight: 4),
        ];
        Often = [Publish, Publish, Claim, Read, Read, Read];
        Seldom = [ReadWithin, PublishWithin, WaitToRead, Await, Look, Change];
    }

    public override bool MayEndWith(Exception told) => told is SubscriberDisconnectedException || base.MayEndWith(told);

    protected override Publisher OpenWriter() => Publisher.Open(Name, _options);

    protected override Subscriber OpenReader()
    {
        var isReadOnly = Random.Next(4) == 0;
        return Subscriber.Open(Name, new TopicOptions
        {
            IsReadOnly = isReadOnly,
            Policy = isReadOnly ? SubscriberPolicy.DropOldest : (SubscriberPolicy)Random.Next(4),
            History = Random.Next(3) * 20,
            Backlog = 1 + Random.Next(1000),
            Waiting = (WaitStrategy)Random.Next(3),
        });
    }

    private void Publish()
    {
        for (var i = Random.Next(8) == 0 ? 40 : 1; i > 0; i--)
        {
            _ = Writer.TryPublish(new byte[Random.Next(4) == 0 ? Random.Next(2000) : Random.Next(60)]);
        }
    }

    private void Claim()
    {
        if (Writer.TryClaim(Random.Next(3) == 0 ? Random.Next(2000) : Random.Next(60), out var claim))
        {
            Fill(claim);
        }
    }

    private void Read()
    {
        for (var i = Random.Next(4) == 0 ? 50 : 1; i > 0 && Reader.TryRead(out var message); i--)
        {
            _ = message.Span.IndexOf((byte)0xA5);
            _ = message.Loss;
        }
    }

    private void ReadWithin() => _ = Reader.TryRead(Short, out _);

    private void PublishWithin() => _ = Writer.TryPublish(new byte[Random.Next(500)], Short);

    private void WaitToRead() => _ = Reader.WaitToRead(Short);

    private void Await() => Round.Cancel(
        token => Reader.WaitToReadAsync(token).AsTask(),
        token => Writer.WaitToPublishAsync(Random.Next(2000), token).AsTask());

    private void Look()
    {
        _ = Random.Next(8) == 0 && Writer.Complete("noise");
        _ = Writer.Counts;
        _ = Writer.Subscribers;
        _ = Reader.Error;
    }
}
