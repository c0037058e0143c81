using System.IO.Pipes;

namespace Mapwire.Tool.Bench;

/// <summary>One end of a pair of pipes; where only one is there, it is used one way.</summary>
internal readonly struct PipeFlow(PipeStream? incoming, PipeStream? outgoing) : IByteFlow
{
    public int Read(Span<byte> bytes) => incoming!.Read(bytes);

    public void Write(ReadOnlySpan<byte> bytes) => outgoing!.Write(bytes);

    public void Dispose()
    {
        incoming?.Dispose();
        outgoing?.Dispose();
    }
}
