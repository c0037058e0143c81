using System.Globalization;
using Mapwire.Benchmarks.Machine;

namespace Mapwire.Benchmarks.CrossProcess.Queues;

/// <summary>Every case and who takes part in it.</summary>
internal sealed partial class QueueCases(QueuePlan plan, QueueFloors floors)
{
    private const int SmallMessage = 64;
    private const int Trips = 200_000;
    private const int ParkedTrips = 10_000;
    private const int ParkedLooks = 2000;
    private const long ManyMessages = 50_000_000;
    private const long SmallRing = 64 * 1024;
    private const long LargeRing = 8 * 1024 * 1024;
    private const long LargeBytes = 2_000_000_000;
    private const string AnyName = "queue, any writers and readers";
    private const string OneName = "queue, one writer and one reader";
    private const string OneOfValues = "queue of values, one writer and one reader";
    private const string AnyOfValues = "queue of values, any writers and readers";
    private const string Default = "queue, all defaults";
    private const string DefaultOfValues = "queue of values, all defaults";
    private const string Looking = "; both sides look without end";

    private static readonly QueueKind _defaults = new(IsOneToOne: false, Waiting: null, Capacity: null);
    private static readonly (int Size, long Ring)[] _large =
        [(4096, SmallRing), (4096, 4 << 20), (65536, 1 << 20), (65536, 4 << 20), (1 << 20, 4 << 20)];

    private static readonly string[] _kernel = ["unix", "pipe", "tcp"];

    /// <summary>Those that were asked for.</summary>
    public IReadOnlyList<QueueCase> All() =>
    [
        .. Enumerable.Empty<QueueCase>()
            .Concat(OfTrips())
            .Concat(OfFlow())
            .Append(OfBatches())
            .Concat(OfLarge())
            .Concat(OfTopics())
            .Concat(OfFrames())
            .Append(OfCrowd())
            .Append(OfIdle())
            .Concat(OfKernel())
            .Where(one => plan.Wants(one.Name)),
    ];

    private IEnumerable<QueueCase> OfTrips()
    {
        var count = plan.Count(Trips);
        yield return Against(
            "trip-spin",
            $"{SmallMessage} bytes there and back, both sides look without end: {Said(count)}",
            QueueColumns.Trips,
            floors.Contender("C ring", "a_pingpong", "ring64", count, plan.First, plan.Second),
            Asking(OneName, new QueueKind(true, WaitStrategy.Spin, null), count),
            Asking(AnyName, new QueueKind(false, WaitStrategy.Spin, null), count));
        yield return Against(
            "trip-default",
            $"{SmallMessage} bytes there and back, both sides look for a while and then sleep: {Said(count)}",
            QueueColumns.Trips,
            floors.Contender($"C futex, looks {ParkedLooks} times", "d_futex", count, plan.First, plan.Second, ParkedLooks),
            Asking(OneName, new QueueKind(true, null, null), count),
            Asking(Default, _defaults, count));
        var parked = plan.Count(ParkedTrips);
        yield return Against(
            "trip-park",
            $"{SmallMessage} bytes there and back, both sides sleep: {Said(parked)}",
            QueueColumns.Trips,
            floors.Contender("C futex", "d_futex", parked, plan.First, plan.Second),
            Asking(OneName, new QueueKind(true, WaitStrategy.Park, null), parked) with { Target = QueueTargets.Parked },
            Asking(AnyName, new QueueKind(false, WaitStrategy.Park, null), parked) with { Target = QueueTargets.Parked });
    }

    private IEnumerable<QueueCase> OfFlow()
    {
        foreach (var (size, standard) in ((int, long)[])[(8, 100_000_000), (SmallMessage, ManyMessages), (1024, 5_000_000)])
        {
            var count = plan.Count(standard);
            foreach (var ring in (long[])[SmallRing, LargeRing])
            {
                yield return Against(
                    $"flow-{size}-{Short(ring)}",
                    $"{count} messages of {size} bytes one way, each published by itself, a ring of {ring / 1024} KiB{Looking}",
                    QueueColumns.Flow,
                    floors.Contender("C ring", "b_spsc", size, "index", ring, 1, count, plan.First, plan.Second),
                    Writing(OneName, new QueueKind(true, WaitStrategy.Spin, ring), size, count),
                    Writing(AnyName, new QueueKind(false, WaitStrategy.Spin, ring), size, count),
                    Values(OneOfValues, new QueueKind(true, WaitStrategy.Spin, ring), size, count),
                    Values(AnyOfValues, new QueueKind(false, WaitStrategy.Spin, ring), size, count));
            }
        }

        var messages = plan.Count(ManyMessages);
        yield return Against(
            "flow-64-default",
            $"{messages} messages of {SmallMessage} bytes one way, each published by itself; the queue with its default capacity, "
                + "C with 8 MiB and a reader that lets 512 gather",
            QueueColumns.Flow,
            floors.ContenderWith("LAG=512", "C ring", "b_spsc", SmallMessage, "index", LargeRing, 1, messages, plan.First, plan.Second),
            Writing(OneName, new QueueKind(true, WaitStrategy.Spin, null), SmallMessage, messages),
            Writing(Default, _defaults, SmallMessage, messages),
            Values(OneOfValues, new QueueKind(true, WaitStrategy.Spin, null), SmallMessage, messages),
            Values(DefaultOfValues, _defaults, SmallMessage, messages));
    }

    private QueueCase OfBatches()
    {
        var count = plan.Count(ManyMessages);
        return Against(
            "batch-64",
            $"{count} values of {SmallMessage} bytes one way, published {Blocks.Batch} at a time, a ring of {LargeRing / 1024} KiB{Looking}",
            QueueColumns.Flow,
            floors.Contender("C ring", "b_spsc", SmallMessage, "index", LargeRing, Blocks.Batch, count, plan.First, plan.Second),
            Batches(OneName, isOneToOne: true, count),
            Batches(AnyName, isOneToOne: false, count));
    }

    private IEnumerable<QueueCase> OfLarge()
    {
        foreach (var (size, ring) in _large)
        {
            // The C program takes bytes and makes whole messages of them.
            var count = plan.Count(LargeBytes / size);
            var bytes = string.Create(CultureInfo.InvariantCulture, $"TOTAL={count * size}");
            yield return Against(
                $"large-{size}-{Short(ring)}",
                $"{count} messages of {size / 1024} KiB one way, copied in and out in full, a ring of {ring / 1024} KiB{Looking}",
                QueueColumns.LargeFlow,
                floors.ContenderWith(bytes, "C ring", "c_memcpy", "frame", size, ring / size, "copy", plan.First, plan.Second),
                Writing(OneName, new QueueKind(true, WaitStrategy.Spin, ring), size, count),
                Writing(AnyName, new QueueKind(false, WaitStrategy.Spin, ring), size, count));
        }
    }

    private QueueCase OfCrowd()
    {
        var count = plan.Count(16_000_000);
        var together = Crowd("four writers, four readers, placed by the system", 4, count, isPinned: false);
        return Against(
            "crowd",
            $"{count} messages of {SmallMessage} bytes together, all defaults; the writers on one processor and the readers on another",
            QueueColumns.Crowd,
            Crowd("one writer, one reader", 1, count, isPinned: true),
            Crowd("four writers, four readers", 4, count, isPinned: true),
            Processors.Count == Processors.OfAPair ? together : together with { Skipped = "only where there are 2 processors" });
    }

    private QueueCase OfIdle()
    {
        QueueJob Job(QueueRole role, int number) =>
            new(role, _defaults, SmallMessage, 0, number == 0 ? plan.First : plan.Second) { Number = number };
        QueueContender Idle(string name, QueueRole two, QueueRole others) =>
            new(name, QueueRunner.Of(Job(two, 0), Job(two, 1), Job(others, 0), Job(others, 1)));
        return Against(
            "idle",
            "four processes wait 2 s for what does not come: what they use together",
            QueueColumns.Idle,
            Idle("four AutoResetEvent.WaitOne", QueueRole.IdleEvent, QueueRole.IdleEvent),
            Idle("two queue writers, two queue readers, all defaults", QueueRole.IdleWriter, QueueRole.IdleReader));
    }

    private IEnumerable<QueueCase> OfKernel()
    {
        var trips = plan.Count(ParkedTrips);
        yield return AgainstKernel(
            "kernel-trip",
            $"{SmallMessage} bytes there and back, beside what the kernel has: {Said(trips)}",
            QueueColumns.Trips,
            kind => floors.Contender(Called(kind), "e_kernel", "rtt", kind, SmallMessage, trips, plan.First, plan.Second),
            Asking(Default, _defaults, trips),
            Asking("queue, both sides sleep", new QueueKind(false, WaitStrategy.Park, null), trips));
        foreach (var (size, standard, columns) in ((int, long, IReadOnlyList<QueueColumn>)[])
            [(SmallMessage, 500_000, QueueColumns.Flow), (65536, LargeBytes / 65536, QueueColumns.LargeFlow)])
        {
            var count = plan.Count(standard);
            yield return AgainstKernel(
                $"kernel-flow-{size}",
                $"{count} messages of {size} bytes one way, beside what the kernel has",
                columns,
                kind => floors.Contender(Called(kind), "e_kernel", "oneway", kind, size, count * size, plan.First, plan.Second),
                Writing(Default, _defaults, size, count));
        }
    }

    private static QueueCase Against(
        string name,
        string title,
        IReadOnlyList<QueueColumn> columns,
        QueueContender reference,
        params IReadOnlyList<QueueContender> others) =>
        new(name, title, columns, [.. others, reference], reference);

    private static QueueCase AgainstKernel(
        string name,
        string title,
        IReadOnlyList<QueueColumn> columns,
        Func<string, QueueContender> kernel,
        params IReadOnlyList<QueueContender> others)
    {
        List<QueueContender> rivals = [.. _kernel.Select(kernel)];
        return new(name, title, columns, [.. others, .. rivals], rivals[0]);
    }

    private QueueContender Asking(string name, QueueKind kind, long count) =>
        Pair(name, QueueRole.Asker, QueueRole.Answerer, kind, SmallMessage, count);

    private QueueContender Writing(string name, QueueKind kind, int size, long count) =>
        Pair(name, QueueRole.Writer, QueueRole.Reader, kind, size, count);

    private QueueContender Values(string name, QueueKind kind, int size, long count) =>
        Pair(name, QueueRole.ValueWriter, QueueRole.ValueReader, kind, size, count);

    private QueueContender Batches(string name, bool isOneToOne, long count) =>
        Pair(name, QueueRole.BatchWriter, QueueRole.BatchReader, new(isOneToOne, WaitStrategy.Spin, LargeRing), SmallMessage, count);

    private QueueContender Pair(string name, QueueRole first, QueueRole second, QueueKind kind, int size, long count) => new(
        name,
        QueueRunner.Of(new QueueJob(first, kind, size, count, plan.First), new QueueJob(second, kind, size, count, plan.Second)));

    private QueueContender Crowd(string name, int each, long count, bool isPinned)
    {
        QueueJob Job(QueueRole role, int number, int processor) =>
            new(role, _defaults, SmallMessage, count / each, isPinned ? processor : null)
            {
                Number = number,
                Writers = each,
                Readers = each,
            };

        return new QueueContender(name, QueueRunner.Of([
            .. Enumerable.Range(0, each).Select(number => Job(QueueRole.CrowdWriter, number, plan.First)),
            .. Enumerable.Range(0, each).Select(number => Job(QueueRole.CrowdReader, number, plan.Second)),
        ]));
    }

    private static string Said(long trips) => $"the mean of {trips} trips, the percentiles of {trips} others";

    private static string Called(string kind) => kind switch
    {
        "unix" => "C, Unix socket",
        "pipe" => "C, pipe",
        _ => "C, TCP",
    };

    private static string Short(long bytes) => bytes < 1 << 20 ? $"{bytes >> 10}k" : $"{bytes >> 20}m";
}
