using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mapwire.Tool.Bench;

/// <summary>One end of the ring. A message is a copy in and a copy out; each side keeps what it last saw of the other's count.</summary>
/// <remarks>The reader lets messages gather as long as they keep coming, so that both seldom use the same cache line at once, and says what it
/// has read a quarter of the ring at a time, or when it has read all there is.</remarks>
internal ref struct FloorRing : ILink
{
    private const int GatheredBytes = 32 << 10;
    private const int Shares = 4;
    private const int PausesBetweenLooks = 8;
    private readonly ref FloorRingLayout _shared;
    private readonly ref byte _messages;
    private readonly nint _room;
    private readonly nint _end;
    private readonly long _slots;
    private readonly long _share;
    private readonly long _gathered;
    private readonly int _size;
    private nint _at;
    private long _done;
    private long _limit;
    private long _seen;

    public FloorRing(MapView view, int size)
    {
        _size = size;
        _room = FloorRingLayout.RoomOf(size);
        _shared = ref view.At<FloorRingLayout>(0);
        _messages = ref view.At<byte>(FloorRingLayout.Messages);
        _slots = (view.Length - FloorRingLayout.Messages) / _room;
        _end = (nint)_slots * _room;
        _share = Math.Max(_slots / Shares, 1);
        _gathered = Math.Clamp(GatheredBytes / size, 1, _share);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ReadOnlySpan<byte> message)
    {
        if (_done == _limit)
        {
            AwaitRoom();
        }

        message.CopyTo(Next());

        // release: publishes the message; pairs with the acquire in AwaitMessages
        Volatile.Write(ref _shared.Written, ++_done);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        if (_done == _limit)
        {
            AwaitMessages();
        }

        Next().CopyTo(room);
        _done++;
        return room;
    }

    public readonly void Settle()
    {
        // It has one receiver, who receives in order.
    }

    public readonly void Dispose()
    {
        // The view is its owner's.
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Next()
    {
        var message = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref _messages, _at), _size);
        _at += _room;
        _at = _at == _end ? 0 : _at;
        return message;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitRoom()
    {
        var spinner = default(Spinner);
        while ((_limit = Volatile.Read(ref _shared.Read) + _slots) == _done)
        {
            spinner.Once();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitMessages()
    {
        // release: gives back the room of what was copied out; pairs with the acquire in AwaitRoom
        Volatile.Write(ref _shared.Read, _done);
        if (_seen == _done)
        {
            Gather();
        }

        _limit = Math.Min(_seen, _done + _share);
    }

    private void Gather()
    {
        var spinner = default(Spinner);
        while ((_seen = Volatile.Read(ref _shared.Written)) == _done)
        {
            spinner.Once();
        }

        while (_seen - _done < _gathered)
        {
            for (var i = 0; i < PausesBetweenLooks; i++)
            {
                Spinner.Pause();
            }

            var written = Volatile.Read(ref _shared.Written);
            if (written == _seen)
            {
                return;
            }

            _seen = written;
        }
    }
}
