using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>Messages of one length over a stream of bytes: one write for each, and read whole. The length is known, so nothing stands before a message.</summary>
/// <remarks>Who reads one way takes as much at once as there is, up to 256 KiB.</remarks>
internal struct FlowLink<TFlow> : ILink
    where TFlow : struct, IByteFlow
{
    private const int MostAhead = 256 << 10;
    private readonly byte[] _ahead;
    private readonly TFlow _flow;
    private int _from;
    private int _filled;

    public FlowLink(TFlow flow, bool readsAhead)
    {
        _flow = flow;
        _ahead = readsAhead ? GC.AllocateUninitializedArray<byte>(MostAhead, pinned: true) : [];
    }

    public void Send(ReadOnlySpan<byte> message) => _flow.Write(message);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        if (_filled - _from >= room.Length)
        {
            _ahead.AsSpan(_from, room.Length).CopyTo(room);
            _from += room.Length;
            return room;
        }

        Fill(room);
        return room;
    }

    public void Settle()
    {
        // It has one receiver, who receives in order.
    }

    public void Dispose() => _flow.Dispose();

    private void Fill(Span<byte> message)
    {
        while (true)
        {
            var there = Math.Min(_filled - _from, message.Length);
            _ahead.AsSpan(_from, there).CopyTo(message);
            _from += there;
            message = message[there..];
            if (message.IsEmpty)
            {
                return;
            }

            // What fills the buffer by itself need not pass through it.
            if (message.Length >= _ahead.Length)
            {
                message = message[Some(_flow.Read(message))..];
            }
            else
            {
                _filled = Some(_flow.Read(_ahead));
                _from = 0;
            }
        }
    }

    private static int Some(int read) => read > 0 ? read : throw new EndOfStreamException("The other process has gone.");
}
