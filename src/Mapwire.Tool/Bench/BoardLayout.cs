using System.Runtime.InteropServices;

namespace Mapwire.Tool.Bench;

/// <summary>The map in which the processes of one run agree.</summary>
/// <remarks><code>
///    0  Port         where the transport can be reached, more than 0     written once, by who offers it
///    8  Taken        1 when the offer has been taken                written once, by who took it
///  128  Announced    how many messages may be sent in all               written by the first who sends
///  136  IsLast       1 before the last are announced                    written by the same
///  256  Sent         how many writers have sent a share                 every writer
///  384  Received     how many readers have received one                 every reader
///  512  Progress     changes while the run gets on                      anybody
///  640  end
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BoardLayout
{
    public const int Size = 640;

    [FieldOffset(0)] public long Port;
    [FieldOffset(8)] public long Taken;
    [FieldOffset(128)] public long Announced;
    [FieldOffset(136)] public int IsLast;
    [FieldOffset(256)] public long Sent;
    [FieldOffset(384)] public long Received;
    [FieldOffset(512)] public long Progress;
}
