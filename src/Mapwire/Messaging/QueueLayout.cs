using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a queue's body. The cells of the participants follow, then the hands, the lanes, and from the next page on their rings; behind them, where there are frames, the pool.</summary>
/// <remarks><code>
///    0  LaneCount      how many writers at once
///    4  HandCount      how many hands
///    8  LaneBytes      the size of each ring, a power of two
///   16  FullMode       see QueueFullMode
///   20  Flags          1 one reader only, 2 one writer only
///   24  TypeLength     bytes of the type's name
///   28  TypeSize       bytes of each message; 0 for any number
///   32  FrameCount     how many frames it has room for; 0 for a queue without frames
///   36  FrameBytes     how many bytes a frame has at most
///  128  ReadersWait    bit 0: a reader waits; the rest counts
///  132  Completed      0 no; (slot + 1) * 4 + 1 somebody is about to; 2 yes
///  136  Orphans        bit 0: there may be hands that nobody has; the rest counts
///  140  HandsUsed      hands from this on have never been used
///  144  LanesUsed      lanes from this on have never been used
///  148  Reader         slot + 1 of the only reader; 0 none, or many allowed
///  152  ErrorLength    bytes of what Complete was given
///  256  Type           the name of the messages' type, UTF-8
///  384  Error          what Complete was given, UTF-8
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = QueueSize)]
internal struct QueueLayout
{
    public const int QueueSize = 640;
    public const int TypeOffset = LaneSharedLayout.TypeOffset;
    public const int MostTypeBytes = LaneSharedLayout.MostTypeBytes;
    public const int ErrorOffset = LaneSharedLayout.ErrorOffset;
    public const int MostErrorBytes = LaneSharedLayout.MostErrorBytes;
    public const int Done = LaneSharedLayout.Done;
    public const int OneReader = 1;
    public const int OneWriter = 2;

    [FieldOffset(0)] public int LaneCount;
    [FieldOffset(4)] public int HandCount;
    [FieldOffset(8)] public long LaneBytes;
    [FieldOffset(16)] public int FullMode;
    [FieldOffset(20)] public int Flags;
    [FieldOffset(24)] public int TypeLength;
    [FieldOffset(28)] public int TypeSize;
    [FieldOffset(32)] public int FrameCount;
    [FieldOffset(36)] public int FrameBytes;
    [FieldOffset(128)] public int ReadersWait;
    [FieldOffset(132)] public int Completed;
    [FieldOffset(136)] public int Orphans;
    [FieldOffset(140)] public int HandsUsed;
    [FieldOffset(144)] public int LanesUsed;
    [FieldOffset(148)] public int Reader;
    [FieldOffset(152)] public int ErrorLength;

    /// <summary>What Completed is while a slot's owner is about to complete the queue.</summary>
    public static int CompletingBy(int slot) => LaneSharedLayout.CompletingBy(slot);
}
