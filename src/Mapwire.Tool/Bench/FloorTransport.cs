namespace Mapwire.Tool.Bench;

/// <summary>The least that two processes can do to pass a message through a map: the yardstick of the others.</summary>
internal sealed class FloorTransport : ITransport
{
    private const int ShortMessage = 4096;
    private const long RoomOfShort = 8 << 20;
    private const long RoomOfLong = 4 << 20;
    private const int LeastMessages = 2;
    private static readonly MapViewOptions _present = new() { Prefault = true };

    public BenchWait DefaultWait => BenchWait.Spin;

    public static long Capacity(BenchPlan plan) => plan.Capacity
        ?? (plan.Size < ShortMessage ? RoomOfShort : Math.Max(RoomOfLong, LeastMessages * FloorRingLayout.RoomOf(plan.Size)));

    public string? Refuse(BenchPlan plan) => plan switch
    {
        { Wait: BenchWait.Park or BenchWait.SpinPark } => "floor cannot park: the library has no bare wait, only locks and events. Leave out --wait, or use --wait spin.",
        { IsPair: false } => "floor has one writer and one reader.",
        { Kind: BenchKind.Latency, Capacity: not null } => "--capacity would do nothing: floor passes one message at a time there and back.",
        { Capacity: { } given } when given < LeastMessages * FloorRingLayout.RoomOf(plan.Size) =>
            $"--capacity: {given} bytes are too few: floor needs room for {LeastMessages} messages, {LeastMessages * FloorRingLayout.RoomOf(plan.Size)} bytes.",
        _ => null,
    };

    public Place Prepare(BenchPlan plan)
    {
        var size = plan.Kind == BenchKind.Latency ? FloorExchange.SizeFor(plan.Size) : FloorRingLayout.SizeFor(plan.Size, Capacity(plan));
        var map = SharedMap.Create(Board.NewName(), size);
        return new Place(map.Name, map);
    }

    public SideReport Use(Side side, ILinkWork work)
    {
        using var map = SharedMap.Open(side.Plan.Address);
        using var view = map.CreateView(_present);
        if (side.Bench.Kind == BenchKind.Latency)
        {
            using var exchange = new FloorExchange(view, side.Bench.Size, side.Plan.IsFirst);
            return Do(work, exchange);
        }

        using var ring = new FloorRing(view, side.Bench.Size);
        return Do(work, ring);
    }

    private static SideReport Do<TLink>(ILinkWork work, TLink link)
        where TLink : struct, ILink, allows ref struct => work.Do(ref link);
}
