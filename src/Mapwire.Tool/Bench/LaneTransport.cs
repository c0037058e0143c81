namespace Mapwire.Tool.Bench;

/// <summary>The library's own, with its own defaults but for what is known of a run: how many write and read, and how long a message is.</summary>
/// <typeparam name="TLink">One process's end of it.</typeparam>
internal abstract class LaneTransport<TLink> : ITransport
    where TLink : struct, ILink
{
    private const string There = "-there";
    private const string Back = "-back";
    private const int LeastMessages = 8;
    private const long MostBeside = 16;

    public BenchWait DefaultWait => BenchWait.SpinPark;

    public virtual string? Refuse(BenchPlan plan) => plan.Capacity is { } given && given < LeastCapacity(plan.Size)
        ? $"--capacity: {given} bytes are too few: a message takes half of a {Transports.NameOf(plan.Transport)}'s capacity at most, so {LeastCapacity(plan.Size)} bytes are needed."
        : null;

    public Place Prepare(BenchPlan plan) => new(Board.NewName());

    public SideReport Use(Side side, ILinkWork work)
    {
        var (name, isFirst) = (side.Plan.Address, side.Plan.IsFirst);
        var (to, from) = (side.Bench.Kind, isFirst) switch
        {
            (BenchKind.Throughput, true) => (name, null),
            (BenchKind.Throughput, false) => ((string?)null, name),
            (_, true) => (name + There, name + Back),
            _ => (name + Back, name + There),
        };
        using var link = Open(side.Bench, to, from);
        var spinner = default(Spinner);
        while (!IsReady(link))
        {
            spinner.Once();
        }

        return Do(work, link);
    }

    /// <summary>Opens the end that sends to one name and receives from another; either may be null.</summary>
    protected abstract TLink Open(BenchPlan plan, string? to, string? from);

    /// <summary>Whether all are there who must be before the first message.</summary>
    protected virtual bool IsReady(in TLink link) => true;

    protected static long CapacityOf(BenchPlan plan, long usual) => plan.Capacity ?? Math.Max(usual, LeastMessages * (plan.Size + MostBeside));

    protected static int ParticipantsOf(BenchPlan plan, int usual) => Math.Max(usual, plan.Writers + plan.Readers);

    protected static WaitStrategy WaitingOf(BenchPlan plan, WaitStrategy usual) => plan.Wait switch
    {
        BenchWait.Spin => WaitStrategy.Spin,
        BenchWait.Park => WaitStrategy.Park,
        _ => usual,
    };

    private static SideReport Do(ILinkWork work, TLink link) => work.Do(ref link);

    private static long LeastCapacity(int size) => 2 * (size + MostBeside);
}
