namespace Mapwire.Tool.Bench;

/// <summary>All transports, by their names.</summary>
internal static class Transports
{
    public static IReadOnlyList<BenchTransport> All { get; } = Enum.GetValues<BenchTransport>();

    public static string Names => string.Join('|', All.Select(NameOf));

    public static ITransport Of(BenchTransport transport) => transport switch
    {
        BenchTransport.Floor => new FloorTransport(),
        BenchTransport.Queue => new QueueTransport(),
        BenchTransport.Topic => new TopicTransport(),
        BenchTransport.Latest => new LatestTransport(),
        BenchTransport.Frames => new FramesTransport(),
        BenchTransport.Pipe => new PipeTransport(),
        BenchTransport.Uds => new SocketTransport(isLocal: true),
        _ => new SocketTransport(isLocal: false),
    };

    public static string NameOf(BenchTransport transport) => transport switch
    {
        BenchTransport.Floor => "floor",
        BenchTransport.Queue => "queue",
        BenchTransport.Topic => "topic",
        BenchTransport.Latest => "latest",
        BenchTransport.Frames => "frames",
        BenchTransport.Pipe => "pipe",
        BenchTransport.Uds => "uds",
        _ => "tcp",
    };

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static BenchTransport Parse(string name) => All.Where(transport => NameOf(transport) == name).Select(transport => (BenchTransport?)transport).FirstOrDefault()
        ?? throw new ArgumentException($"'{name}' is none of {string.Join(", ", All.Select(NameOf))}.");
}
