using System.Runtime.CompilerServices;

namespace Mapwire.Tool.Bench;

/// <summary>A message there and one back through two places of a map, each with a number that says that it is new.</summary>
/// <remarks>A place has the number in its first 8 bytes and the message behind it; the second begins at the next multiple of 128.</remarks>
internal ref struct FloorExchange : ILink
{
    private const int Line = 128;
    private readonly ref long _sentNumber;
    private readonly ref long _receivedNumber;
    private readonly Span<byte> _sent;
    private readonly Span<byte> _received;
    private long _sending;
    private long _receiving;

    public FloorExchange(MapView view, int size, bool isFirst)
    {
        var second = RoomOf(size);
        var (mine, others) = isFirst ? (0, second) : (second, 0);
        _sentNumber = ref view.At<long>(mine);
        _receivedNumber = ref view.At<long>(others);
        _sent = view.AsSpan(mine + sizeof(long), size);
        _received = view.AsSpan(others + sizeof(long), size);
    }

    /// <summary>How many bytes both places take.</summary>
    public static long SizeFor(int size) => 2L * RoomOf(size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ReadOnlySpan<byte> message)
    {
        message.CopyTo(_sent);

        // release: publishes the message; pairs with the acquire in Receive
        Volatile.Write(ref _sentNumber, ++_sending);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Receive(Span<byte> room)
    {
        var wanted = ++_receiving;
        var spinner = default(Spinner);
        while (Volatile.Read(ref _receivedNumber) != wanted)
        {
            spinner.Once();
        }

        _received.CopyTo(room);
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

    private static int RoomOf(int size) => (sizeof(long) + size + Line - 1) / Line * Line;
}
