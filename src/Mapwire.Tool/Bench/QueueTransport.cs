namespace Mapwire.Tool.Bench;

/// <summary>The library's queues, with its own defaults but for what is known of a run: how many write and read, and how long a message is.</summary>
internal sealed class QueueTransport : ITransport
{
    private const int LeastMessages = 8;
    private const long MostBeside = 16;
    private const string There = "-there";
    private const string Back = "-back";

    public BenchWait DefaultWait => BenchWait.SpinPark;

    public string? Refuse(BenchPlan plan) => plan.Capacity is { } given && given < LeastCapacity(plan.Size)
        ? $"--capacity: {given} bytes are too few: a message takes half of a queue's capacity at most, so {LeastCapacity(plan.Size)} bytes are needed."
        : null;

    public Place Prepare(BenchPlan plan) => new(Board.NewName());

    public SideReport Use(Side side, ILinkWork work)
    {
        using var link = Open(side);
        return Do(work, link);
    }

    private static long LeastCapacity(int size) => 2 * (size + MostBeside);

    private static SideReport Do(ILinkWork work, QueueLink link) => work.Do(ref link);

    private static QueueLink Open(Side side)
    {
        var options = OptionsFor(side.Bench);
        if (side.Bench.Kind == BenchKind.Throughput)
        {
            return side.Plan.IsFirst
                ? new QueueLink(QueueWriter.CreateOrOpen(side.Plan.Address, out _, options), null)
                : new QueueLink(null, QueueReader.CreateOrOpen(side.Plan.Address, out _, options));
        }

        var (mine, others) = side.Plan.IsFirst ? (There, Back) : (Back, There);
        return new QueueLink(
            QueueWriter.CreateOrOpen(side.Plan.Address + mine, out _, options), QueueReader.CreateOrOpen(side.Plan.Address + others, out _, options));
    }

    private static QueueOptions OptionsFor(BenchPlan plan)
    {
        var defaults = new QueueOptions();
        return new QueueOptions
        {
            Capacity = plan.Capacity ?? Math.Max(defaults.Capacity, LeastMessages * (plan.Size + MostBeside)),
            MaxWriters = plan.Writers,
            SingleWriter = plan.Writers == 1,
            SingleReader = plan.Readers == 1,
            MaxParticipants = Math.Max(defaults.MaxParticipants, plan.Writers + plan.Readers),
            Waiting = plan.Wait switch
            {
                BenchWait.Spin => WaitStrategy.Spin,
                BenchWait.Park => WaitStrategy.Park,
                _ => defaults.Waiting,
            },
        };
    }
}
