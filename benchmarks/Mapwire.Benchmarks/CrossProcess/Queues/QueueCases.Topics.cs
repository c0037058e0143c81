using System.Globalization;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <content>Topics, beside queues; and frames, beside messages, C and the kernel.</content>
internal sealed partial class QueueCases
{
    private const int LargeFrame = 4 << 20;

    private IEnumerable<QueueCase> OfTopics()
    {
        var spinning = new QueueKind(false, WaitStrategy.Spin, null);
        var trips = plan.Count(Trips);
        yield return Against(
            "topic-trip",
            $"{SmallMessage} bytes there and back by topics of one publisher and one subscriber, both sides look without end: {Said(trips)}",
            QueueColumns.Trips,
            Asking(AnyName, spinning, trips),
            Asking(OneName, spinning with { IsOneToOne = true }, trips),
            Pair("topic", QueueRole.TopicAsker, QueueRole.TopicAnswerer, spinning, SmallMessage, trips));
        var count = plan.Count(ManyMessages);
        yield return Against(
            "topic-flow-64",
            $"{count} messages of {SmallMessage} bytes one way, all defaults",
            QueueColumns.Flow,
            Values(DefaultOfValues, _defaults, SmallMessage, count),
            Pair("topic of values, one subscriber", QueueRole.ValuePublisher, QueueRole.ValueSubscriber, _defaults, SmallMessage, count),
            Writing(Default, _defaults, SmallMessage, count),
            Pair("topic, one subscriber", QueueRole.Publisher, QueueRole.Subscriber, _defaults, SmallMessage, count));
        var fewer = plan.Count(ManyMessages / 5);
        yield return Against(
            "topic-subscribers",
            $"{fewer} messages of {SmallMessage} bytes one way, all defaults; the publisher on one processor and the subscribers on the other",
            QueueColumns.Subscribers,
            Subscribers(1, fewer),
            Subscribers(0, fewer),
            Subscribers(2, fewer),
            Subscribers(3, fewer),
            Subscribers(4, fewer));
        yield return Against(
            "topic-publisher",
            "the same with subscribers that drop what is oldest, so that the publisher waits for none of them",
            QueueColumns.Subscribers,
            Subscribers(1, fewer, mayLose: true),
            Subscribers(0, fewer, mayLose: true),
            Subscribers(2, fewer, mayLose: true),
            Subscribers(3, fewer, mayLose: true),
            Subscribers(4, fewer, mayLose: true));
    }

    private QueueContender Subscribers(int many, long count, bool mayLose = false)
    {
        QueueJob Job(QueueRole role, int number, int processor) =>
            new(role, new QueueKind(false, null, LargeRing), SmallMessage, count, processor) { Number = number, Readers = many, MayLose = mayLose };
        return new QueueContender($"topic of values, {many} subscribers", QueueRunner.Of([
            Job(QueueRole.ValuePublisher, 0, plan.First),
            .. Enumerable.Range(0, many).Select(number => Job(QueueRole.ValueSubscriber, number, plan.Second)),
        ]));
    }

    private IEnumerable<QueueCase> OfFrames()
    {
        var spinning = new QueueKind(false, WaitStrategy.Spin, null);
        var trips = plan.Count(Trips);
        QueueContender Handing(string name, int bytes) => new(name, QueueRunner.Of(
            new QueueJob(QueueRole.Giver, spinning, SmallMessage, trips, plan.First) { FrameBytes = bytes },
            new QueueJob(QueueRole.Taker, spinning, SmallMessage, trips, plan.Second) { FrameBytes = bytes }));
        yield return Against(
            "frame-handoff",
            $"from before it is published until the other process has it, which looks for it; one at a time, with a look at the clock at either end: {Said(trips)}",
            QueueColumns.Handoffs,
            Handing("topic, messages of 64 bytes", 0),
            Handing("frames of 64 bytes", SmallMessage),
            Handing("frames of 4 MiB", LargeFrame));
        QueueContender Handoff(string name, int bytes) => new(name, QueueRunner.Of(
            new QueueJob(QueueRole.FrameAsker, spinning, SmallMessage, trips, plan.First) { FrameBytes = bytes },
            new QueueJob(QueueRole.FrameAnswerer, spinning, SmallMessage, trips, plan.Second) { FrameBytes = bytes }));
        yield return Against(
            "frame-trip",
            $"a frame there and another back, handed over in place, 64 bytes of each written and read; both sides look without end: {Said(trips)}",
            QueueColumns.Trips,
            Pair("topic, messages of 64 bytes", QueueRole.TopicAsker, QueueRole.TopicAnswerer, spinning, SmallMessage, trips),
            Asking(AnyName, spinning, trips),
            Handoff("frames of 64 bytes", SmallMessage),
            Handoff("frames of 4 MiB", LargeFrame));
        var count = plan.Count(LargeBytes / LargeFrame);
        var bytes = string.Create(CultureInfo.InvariantCulture, $"TOTAL={count * LargeFrame}");
        yield return Against(
            "frame-flow",
            $"{count} frames of 4 MiB one way, 2 of them at once: every byte filled in place, and every word summed in place",
            QueueColumns.LargeFlow,
            floors.ContenderWith(bytes, "C, filled and summed in place", "c_memcpy", "frame", LargeFrame, 2, "fill", plan.First, plan.Second),
            Pair("frames", QueueRole.FrameWriter, QueueRole.FrameReader, spinning, LargeFrame, count),
            Pair("frames, all defaults", QueueRole.FrameWriter, QueueRole.FrameReader, _defaults, LargeFrame, count),
            floors.Contender("C, Unix socket, 64 KiB at a time", "e_kernel", "oneway", "unix", 65536, count * LargeFrame, plan.First, plan.Second));
    }
}
