using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Mapwire.Tool.Bench;

/// <summary>Pipes of the kernel: unnamed ones on Linux, where the framework's named pipes are sockets; a named one on Windows.</summary>
internal sealed class PipeTransport : ITransport
{
    private const int DefaultCapacity = 1 << 20;
    private const int NumberBits = 16;
    private const int ProcessShift = 2 * NumberBits;

    public BenchWait DefaultWait => BenchWait.Park;

    public string? Refuse(BenchPlan plan) => plan switch
    {
        { Wait: BenchWait.SpinPark } => "pipe always parks.",
        { IsPair: false } => "pipe is measured with one writer and one reader.",
        { Capacity: > int.MaxValue } => $"--capacity: {plan.Capacity} bytes are more than a pipe can hold.",
        _ => null,
    };

    public Place Prepare(BenchPlan plan) => OperatingSystem.IsLinux() || OperatingSystem.IsWindows()
        ? new Place($"mapwire-bench-{Guid.NewGuid():N}")
        : throw new PlatformNotSupportedException("pipe is measured on Linux and Windows only.");

    public SideReport Use(Side side, ILinkWork work)
    {
        var isOneWay = side.Bench.Kind == BenchKind.Throughput;
        using var link = new FlowLink<PipeFlow>(Open(side, isOneWay), readsAhead: isOneWay && !side.Plan.IsFirst);
        return Do(work, link);
    }

    private static SideReport Do(ILinkWork work, FlowLink<PipeFlow> link) => work.Do(ref link);

    private static PipeFlow Open(Side side, bool isOneWay) =>
        OperatingSystem.IsWindows() ? OpenNamed(side)
        : side.Plan.IsFirst ? Offer(side, isOneWay)
        : Fetch(side, isOneWay);

    private static int Capacity(Side side) => (int)(side.Bench.Capacity ?? DefaultCapacity);

    private static PipeFlow OpenNamed(Side side)
    {
        if (side.Plan.IsFirst)
        {
            var server = new NamedPipeServerStream(
                side.Plan.Address, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly, Capacity(side), Capacity(side));
            side.Board.Offer(1);
            server.WaitForConnection();
            return new PipeFlow(server, server);
        }

        _ = side.Board.AwaitOffer();
        var client = new NamedPipeClientStream(".", side.Plan.Address, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
        client.Connect();
        return new PipeFlow(client, client);
    }

    // The first process makes both ends of both pipes; the other opens its ends by their numbers and says so, and then each has only its own.
    private static PipeFlow Offer(Side side, bool isOneWay)
    {
        var there = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None, Capacity(side));
        var back = isOneWay ? null : new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None, Capacity(side));
        side.Board.Offer(((long)Environment.ProcessId << ProcessShift) | (NumberOf(there) << NumberBits) | (back is null ? 0 : NumberOf(back)));
        side.Board.AwaitTaken();
        there.DisposeLocalCopyOfClientHandle();
        back?.DisposeLocalCopyOfClientHandle();
        return new PipeFlow(back, there);
    }

    private static PipeFlow Fetch(Side side, bool isOneWay)
    {
        var offer = side.Board.AwaitOffer();
        var incoming = Open(offer, offer >> NumberBits, PipeDirection.In);
        var outgoing = isOneWay ? null : Open(offer, offer, PipeDirection.Out);
        side.Board.Take();
        return new PipeFlow(incoming, outgoing);
    }

    private static long NumberOf(AnonymousPipeServerStream pipe)
    {
        var number = pipe.ClientSafePipeHandle.DangerousGetHandle();
        return number < 1 << NumberBits ? number : throw new InvalidOperationException($"This process has {number} files open, too many to hand one over.");
    }

    private static AnonymousPipeClientStream Open(long offer, long number, PipeDirection direction)
    {
        var path = $"/proc/{offer >> ProcessShift}/fd/{number & ((1 << NumberBits) - 1)}";
        using var file = File.OpenHandle(path, FileMode.Open, direction == PipeDirection.In ? FileAccess.Read : FileAccess.Write, FileShare.ReadWrite);
        var pipe = new SafePipeHandle(file.DangerousGetHandle(), ownsHandle: true);
        file.SetHandleAsInvalid();
        return new AnonymousPipeClientStream(direction, pipe);
    }
}
