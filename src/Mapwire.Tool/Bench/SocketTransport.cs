using System.Net;
using System.Net.Sockets;

namespace Mapwire.Tool.Bench;

/// <summary>A stream of sockets: in the file system of this machine, or TCP over loopback without gathering of small writes.</summary>
internal sealed class SocketTransport(bool isLocal) : ITransport
{
    private const string File = "socket";

    public BenchWait DefaultWait => BenchWait.Park;

    private string Name => Transports.NameOf(isLocal ? BenchTransport.Uds : BenchTransport.Tcp);

    public string? Refuse(BenchPlan plan) => plan switch
    {
        { Wait: BenchWait.SpinPark } => $"{Name} either spins or parks.",
        { IsPair: false } => $"{Name} is measured with one writer and one reader.",
        { Capacity: > int.MaxValue } => $"--capacity: {plan.Capacity} bytes are more than a socket can hold.",
        _ => null,
    };

    public Place Prepare(BenchPlan plan)
    {
        if (!isLocal)
        {
            return new Place(string.Empty);
        }

        if (!Socket.OSSupportsUnixDomainSockets)
        {
            throw new PlatformNotSupportedException("This system has no Unix domain sockets.");
        }

        var folder = new Folder();
        return new Place(Path.Combine(folder.Path, File), folder);
    }

    public SideReport Use(Side side, ILinkWork work)
    {
        using var socket = side.Plan.IsFirst ? Connect(side) : Accept(side);
        socket.Blocking = side.Bench.WaitOr(DefaultWait) == BenchWait.Park;
        var isOneWay = side.Bench.Kind == BenchKind.Throughput;
        var link = new FlowLink<SocketFlow>(new SocketFlow(socket), readsAhead: isOneWay && !side.Plan.IsFirst);
        return work.Do(ref link);
    }

    private Socket Accept(Side side)
    {
        using var listener = New();
        Prepare(listener, side);
        listener.Bind(isLocal ? new UnixDomainSocketEndPoint(side.Plan.Address) : new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        side.Board.Offer(isLocal ? 1 : ((IPEndPoint)listener.LocalEndPoint!).Port);
        var socket = Prepare(listener.Accept(), side);
        if (isLocal)
        {
            // Nobody else comes: from here on nothing is left even by a kill.
            Directory.Delete(Path.GetDirectoryName(side.Plan.Address)!, recursive: true);
        }

        return socket;
    }

    private Socket Connect(Side side)
    {
        var port = (int)side.Board.AwaitOffer();
        var socket = Prepare(New(), side);
        socket.Connect(isLocal ? new UnixDomainSocketEndPoint(side.Plan.Address) : new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private Socket New() => isLocal
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Socket Prepare(Socket socket, Side side)
    {
        if (side.Bench.Capacity is { } capacity)
        {
            socket.SendBufferSize = socket.ReceiveBufferSize = (int)capacity;
        }

        if (!isLocal)
        {
            socket.NoDelay = true;
        }

        return socket;
    }

    /// <summary>The folder in which the socket has its name, until the two are connected.</summary>
    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("mapwire-bench-").FullName;

        public void Dispose()
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }
}
