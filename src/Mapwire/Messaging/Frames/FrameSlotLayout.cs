using System.Runtime.InteropServices;

namespace Mapwire;

/// <summary>One slot of a pool of frames, without its bytes. But for State, only who fills it writes here, and who recovers that.</summary>
/// <remarks><code>
///    0  State     see FrameState
///    8  Where     see FrameWhere: behind its record; 0 while nobody may fill it again
///   16  Serial    of the frame in it: how many had been published before
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = SlotSize)]
internal struct FrameSlotLayout
{
    public const int SlotSize = 128;

    [FieldOffset(0)] public long State;
    [FieldOffset(8)] public long Where;
    [FieldOffset(16)] public long Serial;
}
