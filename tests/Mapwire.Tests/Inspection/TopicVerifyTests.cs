using Mapwire.Tests.Messaging;
using Mapwire.Tests.Support;
using Xunit;

namespace Mapwire.Tests.Inspection;

/// <summary>What a look from outside says of a topic, and that it finds what no participant leaves.</summary>
public class TopicVerifyTests
{
    private const int Slots = 4;
    private const long Body = RegionLayout.HeaderSize + (Slots * SlotLayout.SlotSize);
    private const long CellSize = TopicCellLayout.CellSize + 128;
    private const long Cell0 = Body + TopicLayout.TopicSize;
    private const long Cell1 = Cell0 + CellSize;
    private const long Cell3 = Cell0 + (3 * CellSize);
    private const long Lane0 = Cell0 + (Slots * CellSize);
    private const long Lane1 = Lane0 + LaneLayout.LaneSize;
    private const long Kept0 = Lane1 + LaneLayout.LaneSize;
    private const long Ring0 = ((Kept0 + (2 * 16 * LaneMarkLayout.MarkSize) + 4095) / 4096 * 4096) + LaneRecord.RingOffset;
    private readonly TopicOptions _options = new() { MaxParticipants = Slots, MaxPublishers = 2, Capacity = 4096 };

    // A publisher in slot 0, with 300 messages of two words; in slot 1 a subscriber that has read all but three of them, in 2 one that drops.
    [Theory]
    [InlineData(24, 1, "The schema is")]
    [InlineData(Body, 0, "number of lanes")]
    [InlineData(Body + 8, 5000, "size of a lane")]
    [InlineData(Body + 8, 8192, "body size")]
    [InlineData(Body + 16, 129, "length of the type's name")]
    [InlineData(Body + 20, -1, "size of the messages' type")]
    [InlineData(Body + 132, 3, "word of completion")]
    [InlineData(Body + 132, 17, "being completed by slot 3, which is nobody's")]
    [InlineData(Body + 144, 3, "used lanes")]
    [InlineData(Body + 144, 0, "Lane 0 has been used")]
    [InlineData(Body + 152, 257, "error has 257 bytes")]
    [InlineData(Cell1, 5, "bell to read of slot 1")]
    [InlineData(Cell0 + 8, 16, "bell to write of slot 0")]
    [InlineData(Cell1 + 128, 7, "Slot 1 says 0x00000007")]
    [InlineData(Cell3 + 128, 0x10002, "Slot 3 is nobody's, and still says that it subscribes")]
    [InlineData(Cell1 + 140, -1, "Slot 1 has read")]
    [InlineData(Cell1 + 152, 9999, "Slot 1 has read")]
    [InlineData(Cell1 + 256, 20, "Slot 1 is at 20 of lane 0, for which publishers wait")]
    [InlineData(Cell1 + 256, 603, "up to 603")]
    [InlineData(Cell1 + 264, 301, "Slot 1 has read 301 messages")]
    [InlineData(Lane0, 9, "writer of lane 0 is 9")]
    [InlineData(Lane0, 4, "slot 3, which is nobody's")]
    [InlineData(Lane0 + 40, 1, "were dropped")]
    [InlineData(Lane0 + 48, 513, "high-water mark")]
    [InlineData(Lane0 + 56, 10, "may write up to 10")]
    [InlineData(Lane0 + 56, 2000, "may write up to 2000")]
    [InlineData(Lane1 + 56, 2, "Lane 1 has been used")]
    [InlineData(Kept0 + (15 * 16) + 8, 1, "its marks say")]
    public void What_no_participant_leaves_is_found(long offset, int value, string finding)
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _options);
        using var blocking = Subscriber<long>.Open(publisher.Name);
        using var dropping = Subscriber<long>.Open(publisher.Name, new TopicOptions { Policy = SubscriberPolicy.DropOldest });
        for (var i = 0L; i < 300; i++)
        {
            publisher.Publish(i, TimeSpan.Zero);
            if (i < 297)
            {
                Assert.Equal(i, blocking.Read());
                Assert.Equal(i, dropping.Read());
            }
            else if (i == 297)
            {
                _ = dropping.WaitToRead(TimeSpan.Zero);
                _ = blocking.WaitToRead(TimeSpan.Zero);
            }
        }

        Assert.Empty(RegionInspector.Verify(publisher.Name));
        using var bytes = new RegionBytes(publisher.Name);
        ref var word = ref bytes.View.At<int>(offset);
        var before = word;
        word = value;
        var found = RegionInspector.Verify(publisher.Name);
        word = before;
        Assert.Contains(found, one => one.Contains(finding, StringComparison.Ordinal));
        Assert.Empty(RegionInspector.Verify(publisher.Name));
    }

    [Fact]
    public void A_record_that_nobody_writes_is_found()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _options);
        publisher.Publish(1);
        publisher.Publish(2);
        using var bytes = new TopicBytes(publisher.Name);
        Assert.Equal(Ring0, bytes.Memory.RingOffset(0));
        bytes.Word(0, 2) = 77;
        Assert.Contains(RegionInspector.Verify(publisher.Name), one => one.Contains("The record at 2 of lane 0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_look_says_what_a_topic_is_and_how_everybody_does()
    {
        using var publisher = Publisher<long>.Create(UniqueName.Local(), _options);
        using var blocking = Subscriber<long>.Open(publisher.Name, new TopicOptions { ParticipantName = "blocking" });
        for (var i = 0L; i < 100; i++)
        {
            publisher.Publish(i);
        }

        var region = RegionInspector.Inspect(publisher.Name)!;
        Assert.Equal(RegionKind.Topic, region.Kind);
        Assert.Null(region.Queue);
        var topic = region.Topic!;
        Assert.Equal(("System.Int64", 8, 4096L, 2032, 2), (topic.MessageType, topic.MessageSize, topic.Capacity, topic.MaxMessageSize, topic.MaxPublishers));
        Assert.Equal((false, string.Empty), (topic.IsCompleted, topic.Error));
        Assert.Equal(new TopicCounts { Published = 100, Read = 0, Lost = 0 }, topic.Counts);
        Assert.Equal(new TopicLaneInfo { Number = 0, Publisher = 0, Published = 100, Kept = 100, HighWaterBytes = topic.Lanes[0].HighWaterBytes }, Assert.Single(topic.Lanes));
        Assert.Equal(("blocking", 1, 100L), Assert.Single(topic.Subscribers) is var one ? (one.Name, one.Slot, one.LagMessages) : default);
        Assert.True(publisher.Complete("over"));
        Assert.Equal((true, "over"), RegionInspector.Inspect(publisher.Name)!.Topic is { } now ? (now.IsCompleted, now.Error) : default);
    }
}
