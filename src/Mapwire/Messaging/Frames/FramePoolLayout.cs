using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>The beginning of a pool of frames, behind the rings of a topic or a queue. The slots follow, then, of a topic, the holds of each participant, and from the next page on the frames.</summary>
/// <remarks><code>
///    0  Waits     bit 0: somebody waits for a slot; the rest counts
///  128  Serial    how many frames were published
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = PoolSize)]
internal struct FramePoolLayout
{
    public const int PoolSize = 256;

    [FieldOffset(0)] public int Waits;
    [FieldOffset(128)] public long Serial;
}
