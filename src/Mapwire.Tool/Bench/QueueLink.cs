using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>Messages in one queue, or there in one and back in another.</summary>
internal readonly struct QueueLink(QueueWriter? writer, QueueReader? reader) : ILink
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ReadOnlySpan<byte> message)
    {
        if (!writer!.TryWrite(message))
        {
            writer.Write(message);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        if (!reader!.TryRead(out var received))
        {
            received = reader.Read();
        }

        received.Span.CopyTo(room);
        return room;
    }

    public void Settle()
    {
        var spinner = default(Spinner);
        while (writer!.Counts is var counts && counts.Read + counts.Dropped < counts.Written)
        {
            spinner.Once();
        }
    }

    public void Dispose()
    {
        writer?.Dispose();
        reader?.Dispose();
    }
}
