using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>What all lanes of a queue or a topic have in common; it stands at the same place in the headers of both.</summary>
/// <remarks><code>
///    0  ReadersWait    bit 0: a reader waits; the rest counts
///    4  Completed      0 no; (slot + 1) * 4 + 1 somebody is about to; 2 yes
///   16  LanesUsed      lanes from this on have never been used
///   24  ErrorLength    bytes of what Complete was given
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = SharedSize)]
internal struct LaneSharedLayout
{
    public const int SharedSize = 128;

    /// <summary>Where in a queue's or a topic's header it stands.</summary>
    public const int Offset = 128;

    public const int TypeOffset = 256;
    public const int MostTypeBytes = 128;
    public const int ErrorOffset = 384;
    public const int MostErrorBytes = 256;
    public const int Done = 2;

    [FieldOffset(0)] public int ReadersWait;
    [FieldOffset(4)] public int Completed;
    [FieldOffset(16)] public int LanesUsed;
    [FieldOffset(24)] public int ErrorLength;

    /// <summary>What Completed is while a slot's owner is about to complete the queue or topic.</summary>
    public static int CompletingBy(int slot) => ((slot + 1) << 2) | 1;
}
