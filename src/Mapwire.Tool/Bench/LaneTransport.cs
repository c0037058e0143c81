namespace Mapwire.Tool.Bench;

/// <summary>The library's own, with its own defaults but for what is known of a run: how many write and read, and how long a message is.</summary>
internal abstract class LaneTransport : ITransport
{
    protected const string There = "-there";
    protected const string Back = "-back";
    private const int LeastMessages = 8;
    private const long MostBeside = 16;

    public BenchWait DefaultWait => BenchWait.SpinPark;

    public virtual string? Refuse(BenchPlan plan) => plan.Capacity is { } given && given < LeastCapacity(plan.Size)
        ? $"--capacity: {given} bytes are too few: a message takes half of a {Transports.NameOf(plan.Transport)}'s capacity at most, so {LeastCapacity(plan.Size)} bytes are needed."
        : null;

    public Place Prepare(BenchPlan plan) => new(Board.NewName());

    public abstract SideReport Use(Side side, ILinkWork work);

    protected static long CapacityOf(BenchPlan plan, long usual) => plan.Capacity ?? Math.Max(usual, LeastMessages * (plan.Size + MostBeside));

    protected static int ParticipantsOf(BenchPlan plan, int usual) => Math.Max(usual, plan.Writers + plan.Readers);

    protected static WaitStrategy WaitingOf(BenchPlan plan, WaitStrategy usual) => plan.Wait switch
    {
        BenchWait.Spin => WaitStrategy.Spin,
        BenchWait.Park => WaitStrategy.Park,
        _ => usual,
    };

    private static long LeastCapacity(int size) => 2 * (size + MostBeside);
}
