namespace Mapwire.Tool.Bench;

/// <summary>Two messages in a map, one there and one back.</summary>
/// <remarks><code>
///    0  the number of the message there      written last, by the one who asks
///    8  the message
///    ?  the number of the message back       at the next multiple of 128, and written by the one who answers
///   +8  the message
/// </code></remarks>
internal static class FloorExchangeLayout
{
    private const int Line = 128;

    public static int RoomOf(int size) => (sizeof(long) + size + Line - 1) / Line * Line;

    public static long SizeFor(int size) => 2L * RoomOf(size);
}
