using Mapwire.Peer;
using Mapwire.Peer.Stress;
using Xunit;

namespace Mapwire.Tests.Stress;

/// <summary>One topic, of which each subscriber gets every message or is told of it.</summary>
internal class TopicRun : MessageRun
{
    public TopicRun(int seed, int capacity, int mostBytes, QueueCrew crew, Random random)
        : this("topic", $"Seed {seed}, {capacity} bytes, messages up to {mostBytes}", crew, random)
    {
        var options = new TopicOptions { Capacity = capacity, MaxPublishers = QueueBoard.Writers + 2, MaxParticipants = 32 };
        Part = new TopicPart(TopicHandle.Create(Name, options, MessageType.Bytes));
        Board.MostBytes = mostBytes;
        Begin();
    }

    /// <summary>One that begins later: who derives from it creates the topic.</summary>
    protected TopicRun(string verb, string what, QueueCrew crew, Random random)
        : base(verb, what, Places, crew, random)
    {
    }

    protected sealed override IDisposable Eye => Part;

    protected TopicPart Part { get; init; } = null!;

    protected override bool TryComplete()
    {
        using var publisher = Publisher.Open(Name);
        return publisher.Complete();
    }

    protected sealed override int RecoverDead()
    {
        Part.Handle.RecoverDead();
        return Part.Handle.Slot;
    }

    protected override void CheckEnd()
    {
        var topic = RegionInspector.Inspect(Name)!.Topic!;
        Assert.Empty(topic.Subscribers);
        Assert.All(topic.Lanes, lane => Assert.Null(lane.Publisher));
    }

    protected sealed override string Sight() => RegionInspector.Inspect(Name)?.Topic is { } topic
        ? string.Join('\n', [.. topic.Subscribers, .. topic.Lanes, .. topic.Frames?.Slots ?? (IEnumerable<object>)[]])
        : "nothing";

    protected sealed override bool HaveRead(IReadOnlyList<int> enough) => enough.Index().All(one => Got(one.Index) >= one.Item);
}
